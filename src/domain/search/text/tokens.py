"""How a text is split, the same in what is searched and in what is asked."""

import re
from collections.abc import Iterator

from domain.text import fold

WORD = re.compile(r"[^\W_]+")
WORD_TO_WORD = re.compile(r"[^\W_](?:.*[^\W_])?")
DIGIT = re.compile(r"\d")


# What a person types between the words that count; asked for alone, they count too.
FUNCTION_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


def significant(tokens: list[str]) -> list[str]:
    """Return the tokens without the function words among them, unless they are all such."""
    return [token for token in tokens if token not in FUNCTION_WORDS] or tokens


def tokens_of(text: str) -> list[str]:
    """Split a text at white space, folded."""
    return fold(text).split()


def parts_of(token: str) -> list[str]:
    """Split a token at everything that is neither letter nor digit."""
    return WORD.findall(token)


def trimmed(token: str) -> str:
    """Return a token from its first letter or digit to its last: "(CM2)," is "CM2"."""
    found = WORD_TO_WORD.search(token)
    return found.group() if found else ""


def has_digit(token: str) -> bool:
    return DIGIT.search(token) is not None


def hyphenated(token: str) -> str:
    """Return a token's parts with hyphens between, whatever was there."""
    return "-".join(parts_of(token))


def words_of(token: str) -> Iterator[str]:
    """Yield the words under which a token of a name is found.

    They are its parts and, where it has a digit, all of it: "3-day" is found as "3", "day" and
    "3-day".
    """
    yield from parts_of(token)
    if has_digit(token):
        yield hyphenated(token)
