"""Opens the addresses on which the server listens."""

import os

from gunicorn import sock, systemd
from gunicorn.arbiter import Arbiter


class CannotListenError(Exception):
    """An address cannot be opened; the message names it, and says why."""


def listen(server: Arbiter) -> None:
    """Open the server's sockets, unless it inherits them.

    Gunicorn would try five times, and log two lines each time.

    Raises:
        CannotListenError: if an address is in use, invalid or not permitted.

    """
    addresses = server.cfg.address
    # From systemd, from the server that this one replaces, or from `make run`.
    if (
        systemd.listen_fds(unset_environment=False)
        or "GUNICORN_PID" in os.environ
        or any(isinstance(each, int) for each in addresses)
    ):
        return
    server.LISTENERS = [_open(address, server) for address in addresses]


def _open(address: tuple[str, int] | str, server: Arbiter) -> sock.BaseSocket:
    try:
        if isinstance(address, str):
            return sock.UnixSocket(address, server.cfg, server.log)
        kind = sock.TCP6Socket if ":" in address[0] else sock.TCPSocket
        return kind(address, server.cfg, server.log)
    except (OSError, OverflowError, ValueError) as error:
        shown = f"unix:{address}" if isinstance(address, str) else f"{address[0]}:{address[1]}"
        reason = error.strerror if isinstance(error, OSError) else str(error).rstrip(".")
        raise CannotListenError(f"cannot listen on {shown}: {reason}") from error
