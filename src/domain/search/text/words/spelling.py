"""Finds the known words that a misspelt or incomplete word can mean."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from domain.search.text.words.tokens import has_digit

SHORTEST_FORGIVEN, LONGEST_WITH_ONE_EDIT = 3, 5
# The beginning of a word is less certain than a whole word, so fewer edits are allowed.
SHORTEST_BEGINNING, LONGEST_BEGINNING_WITH_ONE_EDIT = 4, 7
# English plurals and singulars, some of which are more than one edit apart.
ENDINGS = (("ies", "y"), ("y", "ies"), ("ses", "sis"), ("sis", "ses"), ("es", ""), ("s", ""))


class Vocabulary:
    """The words in all names.

    Words with a digit are never suggested: a code with one edit is another code.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._words = sorted(word for word in self._known if not has_digit(word))
        self._beginnings: dict[int, list[str]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def near(self, word: str) -> list[tuple[str, int]]:
        """Return the words of which this one can be a misspelling, with the number of edits.

        One edit is allowed in words of 3 to 5 letters, and two in longer ones. An edit is an
        inserted, deleted or replaced letter, or two swapped neighbours (optimal string
        alignment).
        """
        if len(word) < SHORTEST_FORGIVEN:
            return []
        most = 1 if len(word) <= LONGEST_WITH_ONE_EDIT else 2
        found = extract_iter(word, self._words, scorer=OSA.distance, score_cutoff=most)
        return [(known, edits) for known, edits, _ in found]

    def near_beginnings(self, word: str) -> list[tuple[str, int]]:
        """Return the beginnings of words of which this one can be a misspelling, with the edits.

        One edit is allowed in 4 to 7 letters, and two in more; with four letters, the first one
        must be correct.
        """
        if len(word) < SHORTEST_BEGINNING:
            return []
        most = 1 if len(word) <= LONGEST_BEGINNING_WITH_ONE_EDIT else 2
        found = [
            (begun, edits)
            for length in range(len(word) - most, len(word) + most + 1)
            for begun, edits, _ in extract_iter(
                word, self._of_length(length), scorer=OSA.distance, score_cutoff=most
            )
        ]
        if len(word) == SHORTEST_BEGINNING:
            return [(begun, edits) for begun, edits in found if begun[0] == word[0]]
        return found

    def inflected(self, word: str) -> Iterator[str]:
        """Yield the known singulars and plurals of a word."""
        for ending, other in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_FORGIVEN:
                stem = word.removesuffix(ending) + other
                if stem in self._known:
                    yield stem
        if word + "s" in self._known:
            yield word + "s"

    def _of_length(self, length: int) -> list[str]:
        """Return the beginnings with this length of all longer words."""
        if length not in self._beginnings:
            longer = (word[:length] for word in self._words if len(word) > length)
            self._beginnings[length] = list(dict.fromkeys(longer))
        return self._beginnings[length]
