"""From the text of a query to the listings that match it; `relevance` has the rules."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import chain
from operator import add

from domain.search.hits import Hit
from domain.search.masks import Postings
from domain.search.relevance import Kind, score
from domain.search.term_index import TermIndex
from domain.search.terms import Field, Term, codes_in, words_in
from domain.search.tiers import Tiers, best, meeting
from domain.search.tokens import (
    has_digit,
    hyphenated,
    parts_of,
    significant,
    tokens_of,
    trimmed,
)
from domain.search.words import Vocabulary

type TermIndexes = dict[Field, TermIndex]


class TextIndex:
    """The codes and words of the listings, each listing known by its position."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        codes = _postings(codes_in(hit) for hit in hits)
        words = _postings(words_in(hit) for hit in hits)
        self._codes = {field: TermIndex(postings) for field, postings in codes.items()}
        self._words = {field: TermIndex(postings) for field, postings in words.items()}
        self._vocabulary = Vocabulary(chain.from_iterable(words.values()))

    def ranked(self, text: str) -> tuple[int, ...]:
        """Return the masks of the listings that match, the best matches first.

        A listing can be in several; the first that it is in is its rank.
        """
        tokens = tokens_of(text)
        if not tokens:
            return ()
        as_a_whole = self._as_code(" ".join(tokens))
        return *as_a_whole.values(), *self._every(significant(tokens)).values()

    def _every(self, tokens: Iterable[str]) -> Tiers:
        # A dash between two words asks nothing by itself.
        matches = [self._token(token) for token in tokens if parts_of(token)]
        return _all_of(matches, add) if matches else {}

    def _token(self, token: str) -> Tiers:
        as_code = self._as_code(token) or self._as_code(trimmed(token))
        parts = [hyphenated(token)] if has_digit(token) else parts_of(token)
        as_words = _all_of(map(self._as_word, parts), min)
        if as_code or as_words or has_digit(token):
            return best(chain(as_code.items(), as_words.items()))
        return _all_of((self._as_word(part) or self._as_misspelt(part) for part in parts), min)

    def _as_code(self, token: str) -> Tiers:
        return _found(self._codes, token, exactly=Kind.CODE, beginning=Kind.BEGINNING_OF_CODE)

    def _as_word(self, word: str) -> Tiers:
        return _found(self._words, word, exactly=Kind.WORD, beginning=Kind.BEGINNING_OF_WORD)

    def _as_misspelt(self, word: str) -> Tiers:
        kinds = {1: Kind.WORD_ONE_EDIT_AWAY, 2: Kind.WORD_TWO_EDITS_AWAY}
        return best(
            (score(kinds[edits], field), index.exactly(known))
            for known, edits in self._vocabulary.near(word)
            for field, index in self._words.items()
        )


def _postings(terms_by_position: Iterable[Iterable[Term]]) -> dict[Field, Postings]:
    postings = {field: Postings() for field in Field}
    for position, terms in enumerate(terms_by_position):
        mask = 1 << position
        for field, term in terms:
            postings[field].add(term, mask)
    return postings


def _found(indexes: TermIndexes, term: str, *, exactly: Kind, beginning: Kind) -> Tiers:
    whole = ((score(exactly, field), index.exactly(term)) for field, index in indexes.items())
    begun = (
        (score(beginning, field), index.beginning_with(term)) for field, index in indexes.items()
    )
    return best(chain(whole, begun))


def _all_of(matches: Iterable[Tiers], total: Callable[[int, int], int]) -> Tiers:
    return reduce(lambda these, those: meeting(these, those, total), matches)
