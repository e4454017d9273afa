"""Queries with one slip each, by rule from names, in classes: what people do to words.

Kept apart from the search and its tests: nothing here was written to suit their rules.
"""

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from benchmarks.misspellings import NEIGHBOURS, SHORTEST

# A subject's code and the name of a product.
type Name = tuple[str, str]

SHORTEST_UNFINISHED = 4


class Slip(NamedTuple):
    """A query, and the intended product; without a subject, any product with the name."""

    text: str
    subject: str | None
    name: str


def _missing(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _doubled(word: str) -> Iterator[str]:
    return (word[:at] + word[at] + word[at:] for at in range(len(word)))


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbouring(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        yield from (word[:at] + other + word[at + 1 :] for other in NEIGHBOURS.get(letter, ""))


def _split(word: str) -> Iterator[str]:
    return (f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1))


def _unfinished(word: str) -> Iterator[str]:
    return (word[:length] for length in range(SHORTEST_UNFINISHED, len(word)))


def _unfinished_and_misspelt(word: str) -> Iterator[str]:
    for begun in _unfinished(word):
        if len(begun) > SHORTEST_UNFINISHED:
            yield from (*_missing(begun), *_swapped(begun), *_neighbouring(begun))


OF_A_WORD: dict[str, Callable[[str], Iterator[str]]] = {
    "missing": _missing,
    "doubled": _doubled,
    "swapped": _swapped,
    "neighbouring key": _neighbouring,
    "split": _split,
    "unfinished": _unfinished,
    "unfinished and misspelt": _unfinished_and_misspelt,
}
JOINED = "joined"


def slips_in(names: Sequence[Name], count: int, seed: int) -> dict[str, list[Slip]]:
    """Return so many queries of each class, the same ones each time."""
    chance = random.Random(seed)
    known = {word.lower() for _, name in names for word in name.split()}
    made = {title: _of_a_word(slips, names, known) for title, slips in OF_A_WORD.items()}
    made[JOINED] = list(_joined(names))
    return {title: chance.sample(every, min(count, len(every))) for title, every in made.items()}


def _of_a_word(
    slips: Callable[[str], Iterator[str]], names: Sequence[Name], known: Collection[str]
) -> list[Slip]:
    """Return all slips in the last longer word of each name, with the subject and without."""
    found = dict.fromkeys(
        slip
        for subject, name in names
        for made in _last_word_slips(slips, name, known)
        for slip in (Slip(f"{subject} {made}", subject, name), Slip(made, None, name))
    )
    return list(found)


def _last_word_slips(
    slips: Callable[[str], Iterator[str]], name: str, known: Collection[str]
) -> Iterator[str]:
    *words, last = name.lower().split()
    if len(last) >= SHORTEST and last.isalpha():
        yield from (" ".join([*words, slip]) for slip in slips(last) if slip not in known)


def _joined(names: Sequence[Name]) -> Iterator[Slip]:
    for subject, name in names:
        words = name.lower().split()
        yield Slip(subject + " ".join(words), subject, name)
        for at in range(len(words) - 1):
            joined = " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
            yield Slip(f"{subject} {joined}", subject, name)
            yield Slip(joined, None, name)
