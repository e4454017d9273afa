"""The words that a misspelt one can stand for."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from domain.search.text.tokens import has_digit

SHORTEST_FORGIVEN, LONGEST_WITH_ONE_EDIT = 3, 5


class Vocabulary:
    """The words in all names.

    Those with a digit are not among them: a code with one edit is another code.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if not has_digit(word)})

    def near(self, word: str) -> list[tuple[str, int]]:
        """Return the words that this one can be a misspelling of, with the edits between.

        One edit is forgiven in 3 to 5 letters and two beyond; an edit is a letter more, less or
        changed, or two neighbours swapped (optimal string alignment).
        """
        if len(word) < SHORTEST_FORGIVEN:
            return []
        most = 1 if len(word) <= LONGEST_WITH_ONE_EDIT else 2
        found = extract_iter(word, self._words, scorer=OSA.distance, score_cutoff=most)
        return [(known, edits) for known, edits, _ in found]
