"""Normalises the values of filters."""

import unicodedata


def caseless(value: str) -> str:
    """Normalise a name: trimmed, NFC, case-folded.

    Unlike `domain.text.fold`, it preserves accents, because a filter value is an exact name.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", value).casefold()).strip()
