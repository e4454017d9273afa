"""What may stand in a line of text, and how two spellings of it are compared."""

import unicodedata


def is_clean(value: str) -> bool:
    """Whether a text has no control, bidirectional-override or surrogate character.

    PostgreSQL refuses NUL, UTF-8 refuses lone surrogates, and a bidirectional override lets a
    title read as something it is not.
    """
    return not any(
        unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI_CONTROLS
        for character in value
    )


# Unicode Standard Annex 9, "Explicit Directional Formatting Characters".
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def line_fault(value: str, *, longest: int) -> str:
    """Return what keeps a text from being a line of at most `longest` characters, or nothing."""
    if not is_clean(value):
        return "must not have control, surrogate or bidirectional characters"
    if value.strip() and len(value) <= longest:
        return ""
    return f"must not be blank, nor longer than {longest} characters"


def fold(value: str) -> str:
    """Return the form in which two spellings compare equal: no accents, no case, NFKD."""
    if value.isascii():
        return value.lower()
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    # Decomposing can bring capitals back: compatibility forms of letters are not folded before.
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
