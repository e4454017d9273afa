"""How the value of a filter is compared with what it names."""

import unicodedata


def caseless(value: str) -> str:
    """Return the form in which two spellings of one name are equal: trimmed, NFC, no case.

    Unlike `domain.text.fold` it keeps accents: a filter asks for a name, not for words like it.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", value).casefold()).strip()
