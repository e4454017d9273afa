"""Words in scripts with vowel marks, or without spaces between words."""

import re
import unicodedata
from collections.abc import Iterator

# Thai to Lao, Myanmar and Khmer; a Hangul syllable is folded into its letters.
BLOCKS = (*range(0x0E00, 0x0F00), *range(0x1000, 0x1200), *range(0x1780, 0x1800))
KANA = (*range(0x3005, 0x3008), *range(0x3040, 0x3100))
# Ideographs are only letters.
IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
INDIC = range(0x0900, 0x0E00)
# A Hangul syllable begins with one of these.
FIRST_LETTERS = re.compile("[\u1100-\u115f]")
# The maximum length of a query word in a script without spaces.
LONGEST_END = 32


def _in_words(codes: tuple[int, ...] | range, categories: str) -> str:
    return "".join(chr(c) for c in codes if unicodedata.category(chr(c))[0] in categories)


UNSPACED = _in_words(BLOCKS + KANA, "LM") + IDEOGRAPHS
MARKS = _in_words(INDIC, "M")
WORDS = re.compile(f"[{UNSPACED}]+|(?:[^\\W_{UNSPACED}]|[{MARKS}])+")
UNSPACED_WORD = re.compile(f"[{UNSPACED}]+")


def words_in_script(token: str) -> list[str]:
    """Split a token at characters other than letters, digits and vowel marks, and at scripts."""
    return WORDS.findall(token)


def is_unspaced(word: str) -> bool:
    """Whether a word is in a script that has no spaces between words."""
    return UNSPACED_WORD.fullmatch(word) is not None


def ends_of(word: str) -> Iterator[str]:
    """Yield the suffixes of a word without spaces; each of its parts begins one of them."""
    hangul = FIRST_LETTERS.search(word)
    for at in range(len(word)):
        if not hangul or not "\u1160" <= word[at] <= "\u11ff":
            yield word[at : at + LONGEST_END]
