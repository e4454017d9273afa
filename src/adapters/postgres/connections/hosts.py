"""The addresses of the database's hosts, within a time limit.

libpq looks up a name when it begins to connect. If the name server does not respond, that takes ten
seconds or more, and psycopg holds the interpreter: no thread of the process runs, and liveness
fails. Here another thread looks the name up, and libpq gets the address.
"""

import os
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from threading import Thread
from time import monotonic
from typing import Any

from psycopg import OperationalError

OF_A_HOST = ("host", "hostaddr", "port")
# A host can also be a directory of sockets, or an abstract socket.
SOCKETS = ("/", "@")

type Place = dict[str, str]


class _Lookup(Thread):
    """Looks up the addresses of one host, in the order in which to try them."""

    def __init__(self, place: Place) -> None:
        super().__init__(name="database-lookup", daemon=True)
        self.places = [place]
        self.fault = ""
        if _is_a_name(place):
            self._place = place
            self.places, self.fault = [], f"the name server gave no answer for {place['host']}"
            self.start()

    def run(self) -> None:
        try:
            found = socket.getaddrinfo(self._place["host"], None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            self.fault = f"no address is known for {self._place['host']}: {error}"
        else:
            addresses = dict.fromkeys(str(address[0]) for *_, address in found)
            self.places = [{**self._place, "hostaddr": each} for each in addresses]

    def result(self, until: float) -> list[Place]:
        if self.ident is not None:
            self.join(max(0, until - monotonic()))
        return self.places


def places(parameters: Mapping[str, Any], seconds: float) -> list[Place]:
    """Return the host, its address and the port for each host of the database.

    `parameters` are those of libpq; only those that are given are returned. A host without an
    address after the time limit is left out.

    Raises:
        psycopg.OperationalError: if no host has an address.

    """
    until = monotonic() + seconds
    lookups = [_Lookup(place) for place in _split(parameters)]
    found = [place for lookup in lookups for place in lookup.result(until)]
    if not found:
        raise OperationalError("; ".join(lookup.fault for lookup in lookups))
    return found


def joined(found: list[Place]) -> Place:
    """Return the parameters for libpq that name all hosts."""
    names = [name for name in OF_A_HOST if any(name in place for place in found)]
    return {name: ",".join(place.get(name, "") for place in found) for name in names}


def _split(parameters: Mapping[str, Any]) -> list[Place]:
    given = {
        name: parameters.get(name) or os.environ.get(f"PG{name.upper()}") for name in OF_A_HOST
    }
    several = {name: str(value).split(",") for name, value in given.items() if value}
    count = max(map(len, several.values()), default=1)
    # A single port applies to all hosts.
    return [
        {name: values[min(number, len(values) - 1)] for name, values in several.items()}
        for number in range(count)
    ]


def _is_a_name(place: Place) -> bool:
    host = place.get("host", "")
    if not host or place.get("hostaddr") or host.startswith(SOCKETS):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False
