"""The comparison of the codes of events."""

import unicodedata

from domain.text import INVISIBLE

MINUS = "\u2212"


def code_key(code: str) -> str:
    """Normalise a code, so that codes that people take for the same one are equal.

    Case, the kind of dash, width and other forms of characters, invisible characters and repeated
    spaces are ignored. The key of a code of plain ASCII with single spaces is `code.lower()`.
    """
    if code.isascii():
        return " ".join(code.split()).lower()
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", code)).casefold()
    # Folding case can decompose characters.
    composed = unicodedata.normalize("NFKC", plain)
    return " ".join("".join("-" if _is_dash(each) else each for each in composed).split())


def _is_dash(character: str) -> bool:
    return character == MINUS or unicodedata.category(character) == "Pd"
