"""Addresses of cells, such as B12."""

import re
from functools import lru_cache

from adapters.spreadsheets.files.limits import MOST_COLUMNS

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=MOST_COLUMNS)
def column_index(letters: str) -> int:
    """Return the zero-based index of a column such as A or AB, or -1 if it is invalid."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return -1
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


@lru_cache(maxsize=MOST_COLUMNS)
def column_letters(index: int) -> str:
    """Return the letters of a column, given by its zero-based index."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
