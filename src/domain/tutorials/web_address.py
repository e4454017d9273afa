"""The addresses of online meetings."""

import re
from unicodedata import category
from urllib.parse import urlsplit

from domain.text import is_clean
from domain.tutorials.rules import LONGEST_URL

WEB_ADDRESS = (
    f"must be an http or https address of at most {LONGEST_URL} characters, without a user name"
)
PLAIN_ADDRESS = re.compile(r"https?://[!-~]*")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https address of at most 500 characters.

    An address with a user name is not allowed, because it can look like that of another host. A
    backslash is not allowed either, because browsers treat it as the end of the host.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(host)
        and "@" not in parts.netloc
        and "\\" not in url
        and len(url) <= LONGEST_URL
        and is_clean(url)
        and not any(character.isspace() for character in url)
    )


def harmless_address(url: str | None) -> str | None:
    """Return a stored URL, or None if it could run as a script.

    Browsers ignore control characters and white space in front of the scheme and in it.
    """
    if url is None or PLAIN_ADDRESS.fullmatch(url):
        return url
    seen = "".join(character for character in url if category(character)[0] not in "CZ")
    scheme = SCHEME.match(seen)
    return None if scheme and scheme[1].lower() not in {"http", "https"} else url
