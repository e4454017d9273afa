"""The address of a client, of which a stranger can say nothing."""

from collections.abc import Collection
from ipaddress import ip_address, ip_network


def client_address(peer: str, forwarded_for: str, trusted: Collection[str]) -> str:
    """Return the nearest address that is no trusted proxy's.

    `forwarded_for` is the header X-Forwarded-For, to which each proxy appends who asked it. What
    is before the last entry of a trusted proxy is whatever the client wrote.
    """
    nearest = peer
    for told in reversed(forwarded_for.split(",") if forwarded_for else []):
        if not _is_trusted(nearest, trusted):
            break
        nearest = told.strip()
    return nearest


def _is_trusted(address: str, trusted: Collection[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in trusted)
