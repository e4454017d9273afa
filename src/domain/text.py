"""The valid characters of a line of text, and keys that are equal for all spellings."""

import re
import unicodedata
from functools import lru_cache

# The default ignorable characters of Unicode, which are not displayed.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# The Braille pattern without dots, which looks like a space.
EMPTY_BRAILLE = "\u2800"


def is_clean(value: str) -> bool:
    """Whether a text has no control, bidirectional-override or surrogate character.

    PostgreSQL rejects NUL, UTF-8 rejects lone surrogates, and a bidirectional override can
    disguise a text.
    """
    # Printable characters are never control, format or surrogate characters.
    return value.isprintable() or not any(
        unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI_CONTROLS
        for character in value
    )


# Unicode Standard Annex 9, "Explicit Directional Formatting Characters".
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_blank(value: str) -> bool:
    """Whether a text displays nothing: it has only white space and invisible characters."""
    visible = value if value.isascii() else INVISIBLE.sub("", value).replace(EMPTY_BRAILLE, "")
    return not visible.strip()


def line_fault(value: str, *, longest: int) -> str:
    """Return why a text is not a line of at most `longest` characters, or ""."""
    if not is_clean(value):
        return "must not have control, surrogate or bidirectional characters"
    if not is_blank(value) and len(value) <= longest:
        return ""
    return f"must not be blank, nor longer than {longest} characters"


def _plain_letters() -> dict[int, str]:
    """Return the common replacements of Latin letters that NFKD does not decompose."""
    spelt = {
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "\u0131": "i",
        "ĸ": "k",
        "ŋ": "n",
        "ə": "e",
        "ȷ": "j",
    }
    found = {ord(letter): plain for letter, plain in spelt.items()}
    blocks = (range(0x80, 0x250), range(0x1E00, 0x1F00), range(0x2C60, 0x2C80))
    for code in (code for block in blocks for code in block):
        # LATIN SMALL LETTER O WITH STROKE is an o.
        name = re.fullmatch("LATIN SMALL LETTER ([A-Z]) WITH .*", unicodedata.name(chr(code), ""))
        if name and unicodedata.normalize("NFKD", chr(code)) == chr(code):
            found.setdefault(code, name[1].lower())
    return found


PLAIN_LETTERS = _plain_letters()


def fold(value: str) -> str:
    """Normalise a text, so that its spellings are equal.

    The result is NFKD without accents and case. Letters without a decomposition, such as ø and œ,
    are replaced by plain letters.
    """
    if value.isascii():
        return value.lower()
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    # Fold again: decomposing compatibility forms can produce capital letters.
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return plain.translate(PLAIN_LETTERS)


NON_JOINER, JOINER, BLACK_FLAG = "\u200c", "\u200d", "\U0001f3f4"
# These change the display order, unless all text runs from left to right.
REORDERING = re.compile("[\u202b\u202d\u202e\u2067]")
HARMLESS_IN_LEFT_TO_RIGHT = "\u202a\u202c\u2066\u2068\u2069"


def without_invisible(value: str) -> str:
    """Return a text without invisible characters that have no meaning.

    These are soft hyphens, zero-width spaces, word joiners, byte order marks, bidirectional marks
    and similar characters. Joiners and variation selectors are kept where a script or an emoji
    needs them. Bidirectional controls are kept where they can reorder the text, so that
    `is_clean` rejects them.
    """
    if not INVISIBLE.search(value):
        return value
    kept: list[str] = []
    reorders = bool(REORDERING.search(value)) or any(
        unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in value
    )
    for character in value:
        if not INVISIBLE.match(character) or _means_something(
            character, after=kept[-1] if kept else "", reorders=reorders
        ):
            kept.append(character)
    # A joiner or selector at the end has no effect.
    return "".join(kept).rstrip(NON_JOINER + JOINER)


def one_line(text: str) -> str:
    """Return a text as one line: no invisible characters, single spaces, trimmed."""
    return " ".join((text if text.isascii() else without_invisible(text)).split())


def _means_something(character: str, *, after: str, reorders: bool) -> bool:
    if character in BIDI_CONTROLS:
        return reorders or character not in HARMLESS_IN_LEFT_TO_RIGHT
    if not after:
        return False
    if character in {NON_JOINER, JOINER}:
        # Unicode Standard Annex 31: between Arabic letters, and after a virama.
        joins = unicodedata.bidirectional(after) == "AL" or unicodedata.combining(after) == 9
        return joins or (character == JOINER and _is_symbol(after))
    if "\ufe00" <= character <= "\ufe0f":
        return _is_symbol(after) or unicodedata.category(after) == "Lo"
    if character >= "\U000e0020":
        return after == BLACK_FLAG or after >= "\U000e0020"
    return False


def _is_symbol(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f"
    return is_selector or (not character.isascii() and unicodedata.category(character)[0] in "SP")


# Cached, because an import compares the same names many times.
@lru_cache(8192)
def spelling_key(name: str) -> str:
    """Normalise a name, so that its spellings are equal, such as St. Albans and st albans.

    Case, accents, punctuation, white space and invisible characters are ignored, and "&" equals
    "and". "+" and "#" are significant: C++ is not C.
    """
    folded = fold(without_invisible(name)).replace("&", "and")
    key = "".join(c for c in folded if c in "+#" or unicodedata.category(c)[0] in "LNM")
    return key or folded.strip()
