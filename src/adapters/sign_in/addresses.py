"""The address of a client, which the client cannot forge."""

from collections.abc import Collection
from ipaddress import ip_address, ip_network


def client_address(peer: str, forwarded_for: str, trusted: Collection[str]) -> str:
    """Return the last address that is not that of a trusted proxy.

    `forwarded_for` is the header X-Forwarded-For, to which each proxy appends the address of its
    client. Earlier entries may be forged.
    """
    nearest = peer
    for entry in reversed(forwarded_for.split(",") if forwarded_for else []):
        if not _is_trusted(nearest, trusted):
            break
        nearest = entry.strip()
    return nearest


def _is_trusted(address: str, trusted: Collection[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in trusted)
