"""Splits texts into tokens and words, in the same way for listings and for queries."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from domain.search.text.words.scripts import ends_of, is_unspaced, words_in_script
from domain.text import fold, without_invisible

ASCII_WORD = re.compile(r"[a-z0-9]+")
WORD_TO_WORD = re.compile(r"[^\W_](?:.*[^\W_])?")
DIGIT = re.compile(r"\d")
# The characters that are used as an apostrophe. Folding would turn some of them into a space.
APOSTROPHES = str.maketrans(
    dict.fromkeys("\u2019\u2018\u201b\u02bc\u02bb\u2032\u00b4\uff40\uff07", "'")
)
POSSESSIVE = re.compile(r"'s?(?=\W|$)")
# The spelling of these letters on other keyboards: Malmoe for Malmö.
SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
# Characters that separate words or parts of a code. All others can be part of a name.
MARKS = r"/\\.,:;|()\[\]{}<>'\"!?\u00a1\u00bf\u00ab\u00bb\u201c\u201d\u201e\u00b7\u2022\u2026~`^"
SEPARATOR = r"\s_\-\u2010-\u2015\u2212" + MARKS
SEPARATORS = re.compile(f"[{SEPARATOR}]+")
SYMBOL = re.compile(rf"[^\w{SEPARATOR}]")
LEADING_DOT = re.compile(r"[(\[{\"'\u00ab\u201c\u201e]*\.[^\W\d_]")
OUTER_MARKS = "()[]{}<>'\",;:!?\u00a1\u00bf\u00ab\u00bb\u201c\u201d\u201e\u00b7\u2022\u2026~`^|/\\"

# Function words: ignored, unless a query has no other words.
FUNCTION_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


def significant(tokens: list[str]) -> list[str]:
    """Return the tokens without function words, or all if there are no others."""
    return [token for token in tokens if token not in FUNCTION_WORDS] or tokens


def tokens_of(text: str) -> list[str]:
    """Fold a text, remove invisible characters, and split it at white space."""
    if text.isascii():
        return text.lower().split()
    return fold(without_invisible(text).translate(APOSTROPHES)).split()


def spelt_out(name: str) -> str:
    """Return a name with two letters for each letter with an umlaut, a stroke or a ring."""
    return normalize("NFC", name).translate(SPELT_OUT)


def parts_of(token: str) -> list[str]:
    """Split a token at characters that are neither letters nor digits.

    Scripts without spaces between words are also split from other scripts.
    """
    return ASCII_WORD.findall(token) if token.isascii() else words_in_script(token)


def asked_parts_of(token: str) -> list[str]:
    """Return the parts of a token of a query, without a possessive "s"."""
    return parts_of(POSSESSIVE.sub("", token) if "'" in token else token)


def trimmed(token: str) -> str:
    """Return a token from its first letter or digit to its last: "(CM2)," is "CM2"."""
    found = WORD_TO_WORD.search(token)
    return found.group() if found else ""


def has_digit(token: str) -> bool:
    return DIGIT.search(token) is not None


def hyphenated(token: str) -> str:
    """Return a token's parts joined by hyphens."""
    return "-".join(parts_of(token))


def code_key(code: str) -> str:
    """Normalise a code, so that all its spellings are equal: CM 2, CM-2, cm_2, CM2.

    Separators are significant only between two digits (1-1 is not 11), and after a final digit
    ("cm2-" is the beginning of "cm2-01", but not of "cm20").
    """
    if code.isalnum():
        return code
    key, end = [], 0
    for found in SEPARATORS.finditer(code):
        before, after = code[end : found.start()], code[found.end() : found.end() + 1]
        key.append(before)
        if code[: found.start()][-1:].isdigit() and (not after or after.isdigit()):
            key.append("-")
        end = found.end()
    return "".join([*key, code[end:]])


def unmarked(token: str) -> str:
    """Return a token without surrounding quotes, brackets and punctuation."""
    return token.strip(OUTER_MARKS).rstrip("." + OUTER_MARKS)


def symbolic(token: str) -> str:
    """Return a token that is a name with a symbol, such as C++, C# and .NET, or "".

    Surrounding quotes and brackets are not part of it.
    """
    if not SYMBOL.search(token) and not LEADING_DOT.match(token):
        return ""
    form = unmarked(token)
    return form if parts_of(form) and not is_plain(form) else ""


def is_plain(form: str) -> bool:
    """Whether a text is a single word of letters and digits."""
    return parts_of(form) == [form]


def words_of(token: str) -> Iterator[str]:
    """Yield the words that match a token of a name.

    They are its parts, all parts joined (ebook for "e-book") or, if it has a digit, hyphenated
    ("3-day"), its form with symbols ("c++"), and the suffixes of its parts in scripts without
    spaces.
    """
    parts = parts_of(token)
    yield from parts
    if len(parts) > 1:
        if has_digit(token):
            yield "-".join(parts)
            yield code_key(token)
        else:
            yield "".join(parts)
    if form := symbolic(token):
        yield form
    if not token.isascii():
        for part in parts:
            if is_unspaced(part):
                yield from ends_of(part)
