"""The readings of a text as tokens: as entered, or with adjacent tokens joined."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol

from domain.search.text.words.tokens import FUNCTION_WORDS, code_key, parts_of, unmarked

LETTERS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d[^\W_]*")
# A text with more tokens has only one reading.
MOST_TOKENS = 12


class Token(NamedTuple):
    """A token that must match: `text` is for display, `term` for the lookup.

    `apart` are the tokens from which it was joined, if they may also match separately.
    """

    text: str
    term: str
    apart: tuple[str, ...] = ()


class Known(Protocol):
    """Questions about known terms, to choose between readings."""

    def is_code(self, key: str) -> bool: ...

    def has_codes_like(self, letters: str) -> bool:
        """Whether any code begins with these letters and a digit."""
        ...

    def is_word(self, word: str) -> bool: ...


def as_typed(tokens: list[str], known: Known) -> list[Token]:
    """Return the tokens; two that form one known code or word are joined."""
    # A dash between two words is ignored.
    tokens = [token for token in tokens if code_key(token).strip("-")]
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        more = at + 1 < len(tokens)
        joined = _joined(tokens[at], tokens[at + 1], known) if more else None
        found.append(joined or Token(tokens[at], tokens[at]))
        at += 2 if joined else 1
    # Single symbols are ignored too, and function words beside other tokens.
    found = [token for token in found if parts_of(token.term)]
    return [token for token in found if token.term not in FUNCTION_WORDS] or found


def joined_once(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the readings in which two adjacent tokens are joined."""
    for at, (first, second) in enumerate(pairwise(tokens)):
        text, term = f"{first.text} {second.text}", code_key(f"{first.term} {second.term}")
        yield [*tokens[:at], Token(text, term), *tokens[at + 2 :]]


def _joined(first: str, second: str, known: Known) -> Token | None:
    first, second = unmarked(first), unmarked(second)
    text, key = f"{first} {second}", code_key(f"{first} {second}")
    letters_first = LETTERS.fullmatch(first) and DIGITS.fullmatch(second)
    digits_first = DIGITS.fullmatch(first) and LETTERS.fullmatch(second)
    if (letters_first or digits_first) and known.is_code(key):
        return Token(text, key, apart=(first, second))
    if letters_first and not known.is_word(first) and known.has_codes_like(first):
        return Token(text, key)
    whole = first + second
    if known.is_word(whole) and not (known.is_word(first) and known.is_word(second)):
        return Token(text, whole)
    return None
