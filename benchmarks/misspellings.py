"""Misspellings by rule: a letter dropped, doubled, changed to a neighbour key, or swapped."""

import random
from collections.abc import Collection, Iterator, Sequence

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    letter: "".join(
        row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
        for row in ROWS
        if (at := row.find(letter)) >= 0
    )
    for letter in "".join(ROWS)
}
# Shorter words are not changed.
SHORTEST = 4
DIGITS = "0123456789"


def slips(word: str) -> Iterator[str]:
    """Yield every misspelling of a word, with the same first letter."""
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        yield before + letter * 2 + after
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        for other in NEIGHBOURS.get(letter.lower(), ""):
            yield before + other + after


def misspelt(name: str, chance: random.Random, known: Collection[str] = ()) -> str:
    """Return a name with one slip in one of its longer words, which then is none of the known."""
    words = name.split()
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha()]
    if not long:
        return name
    at = chance.choice(long)
    taken = {word.lower() for word in known}
    made = [slip for slip in slips(words[at].lower()) if slip not in taken]
    return " ".join([*words[:at], chance.choice(made), *words[at + 1 :]])


def neighbour_codes(codes: Sequence[str], chance: random.Random, count: int) -> list[str]:
    """Return so many codes with one digit changed that neither are nor begin one of the codes."""
    known, found = {code.lower() for code in codes}, set[str]()
    while len(found) < count:
        code = chance.choice(codes).lower()
        at = chance.choice([n for n, letter in enumerate(code) if letter in DIGITS])
        changed = code[:at] + chance.choice(DIGITS) + code[at + 1 :]
        if not any(one.startswith(changed) for one in known):
            found.add(changed)
    return sorted(found)
