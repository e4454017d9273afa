"""Parses `DATABASE_URL`. Errors never quote it, because it can contain a password."""

import re

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

FORM = "postgresql://user:password@host:5432/name"
ENCODED = "in a user name or password write %40 for @, %2F for /, %3A for :, %3F for ?, %25 for %"
PORTS = re.compile(r"[0-9]{1,5}(,[0-9]{1,5})*|")


def parameters_of(url: str) -> dict[str, str]:
    """Return the parameters of a connection URI, as libpq parses them.

    Raises:
        ValueError: if libpq cannot parse it, or would use a part of the password for another
            parameter; the message does not quote the URI.

    """
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        # libpq's message quotes the part that it cannot parse.
        raise ValueError(f"is not a connection URI, such as {FORM}; {ENCODED}") from None
    scheme, is_uri, rest = url.partition("://")
    place = re.split("[/?#]", rest, maxsplit=1)[0]
    if is_uri and scheme in {"postgresql", "postgres"} and url.count("@") > place.count("@") <= 1:
        raise ValueError(f"has an @ after the host; {ENCODED}")
    if is_uri and place.count("@") > 1:
        raise ValueError(f"has more than one @; {ENCODED}")
    if not PORTS.fullmatch(found.get("port", "")):
        raise ValueError(f"has a port that is not a number; {ENCODED}")
    return found


def without_password(message: str, url: str) -> str:
    """Return a message of libpq without the password of the connection."""
    password = parameters_of(url).get("password")
    return message.replace(password, "***") if password else message
