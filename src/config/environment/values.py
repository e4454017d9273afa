"""Types of settings that several groups use."""

import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

# As browsers send it: no path, no trailing slash, lower case.
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
# No trailing slash, and no `.` or `..`.
PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def _split_at_commas(value: object) -> object:
    if isinstance(value, str):
        return [item.strip() for item in value.split(",") if item.strip()]
    return value


def _are_origins(value: list[str]) -> list[str]:
    for origin in value:
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is not an origin, such as https://shop.example")
    return value


def _are_networks(value: list[str]) -> list[str]:
    for network in value:
        try:
            ip_network(network)
        except ValueError as error:
            raise ValueError(
                f"{network!r} is not an address or a network, such as 10.0.0.0/8"
            ) from error
    return value


def _is_a_path(value: str) -> str:
    prefix = value.rstrip("/")
    if not PATH.fullmatch(prefix):
        raise ValueError(f"{value!r} is not a path, such as /tutorials")
    return prefix


CommaSeparated = Annotated[list[str], NoDecode, BeforeValidator(_split_at_commas)]
Origins = Annotated[CommaSeparated, AfterValidator(_are_origins)]
Networks = Annotated[CommaSeparated, AfterValidator(_are_networks)]
PathPrefix = Annotated[str, AfterValidator(_is_a_path)]
