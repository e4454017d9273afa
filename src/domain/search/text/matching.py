"""From the text of a query to the listings that match it; `relevance` has the rules."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import reduce
from itertools import chain
from operator import add
from typing import NamedTuple, Self

from domain.search.facets.group_tree import GroupNames
from domain.search.index.attributes import Entry, Index
from domain.search.index.bitsets import union
from domain.search.index.slots import Placed
from domain.search.results import Match
from domain.search.text.bands import Tiers, best, meeting
from domain.search.text.ranking import Kind, explained, is_sure, rank
from domain.search.text.spelling import Vocabulary
from domain.search.text.terms import Field, codes_in, words_in, words_in_categories
from domain.search.text.tokens import (
    has_digit,
    hyphenated,
    parts_of,
    significant,
    tokens_of,
    trimmed,
)


class TextMatches(NamedTuple):
    """The listings that match a text as a whole, as a code, and those that match its tokens."""

    whole: tuple[str, Tiers]
    by_token: tuple[tuple[str, Tiers], ...]
    every: Tiers

    @property
    def ranked(self) -> tuple[int, ...]:
        """The masks of the listings that match, the best matches first.

        A listing can be in several; the first that it is in is its rank.
        """
        _, as_a_whole = self.whole
        return *as_a_whole.values(), *self.every.values()

    @property
    def all(self) -> int:
        """The mask of all listings that match."""
        return union(self.ranked)

    def explain(self, slot: int) -> tuple[Match, ...]:
        """Return where the text as a whole, or else each of its tokens, matches a listing best."""
        return tuple(_explain([self.whole], slot)) or tuple(_explain(self.by_token, slot))


class TextIndex:
    """The codes and words of the listings, and the words of the filter groups they stand in."""

    def __init__(self) -> None:
        self._codes, self._words = Index[Field](), Index[Field]()
        self._groups = GroupNames(())
        self._vocabulary = Vocabulary(())

    def grouped(self, groups: GroupNames, everything: Iterable[Placed]) -> Self:
        """Return the texts in which the filter groups of all listings have become these."""
        placed, made = list(everything), copy(self)
        made._groups = groups
        made._words = self._words.patched(
            _categories(placed, self._groups), _categories(placed, groups)
        )
        return made._with_vocabulary(self._words)

    def replaced(self, gone: Iterable[Placed], came: Iterable[Placed]) -> Self:
        """Return the texts in which some listings have gone and others have come."""
        gone, came, made = list(gone), list(came), copy(self)
        made._codes = self._codes.patched(_codes(gone), _codes(came))
        made._words = self._words.patched(
            chain(_words(gone), _categories(gone, self._groups)),
            chain(_words(came), _categories(came, self._groups)),
        )
        return made._with_vocabulary(self._words)

    def matches(self, text: str, *, min_score: int = 0) -> TextMatches:
        """Return what matches a text with at least a score (0 to 100)."""
        tokens = tokens_of(text)
        whole = " ".join(tokens)
        # A dash between two words asks nothing by itself.
        asking = significant([token for token in tokens if parts_of(token)])
        by_token = tuple((token, _sure(self._token(token), min_score)) for token in asking)
        return TextMatches(
            (whole, _sure(self._as_code(whole), min_score) if whole else {}),
            by_token,
            _all_of((tiers for _, tiers in by_token), add) if by_token else {},
        )

    def _with_vocabulary(self, before: Index[Field]) -> Self:
        """Bring the vocabulary up to date with the words, if they differ from those before."""
        if any(terms is not before[field] for field, terms in self._words.fields()):
            words = chain.from_iterable(terms for _, terms in self._words.fields())
            self._vocabulary = Vocabulary(words)
        return self

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
            (rank(kinds[edits], field), terms.exactly(known))
            for known, edits in self._vocabulary.near(word)
            for field, terms in self._words.fields()
        )


def _codes(placed: Iterable[Placed]) -> Iterator[Entry[Field]]:
    return (
        (field, code, each.mask) for each in placed for field, code in codes_in(each.listing.hit)
    )


def _words(placed: Iterable[Placed]) -> Iterator[Entry[Field]]:
    return (
        (field, word, each.mask) for each in placed for field, word in words_in(each.listing.hit)
    )


def _categories(placed: Iterable[Placed], groups: GroupNames) -> Iterator[Entry[Field]]:
    return (
        (field, word, each.mask)
        for each in placed
        for field, word in words_in_categories(each.listing, groups)
    )


def _found(index: Index[Field], term: str, *, exactly: Kind, beginning: Kind) -> Tiers:
    whole = ((rank(exactly, field), terms.exactly(term)) for field, terms in index.fields())
    begun = (
        (rank(beginning, field), terms.beginning_with(term)) for field, terms in index.fields()
    )
    return best(chain(whole, begun))


def _all_of(matches: Iterable[Tiers], total: Callable[[int, int], int]) -> Tiers:
    return reduce(lambda these, those: meeting(these, those, total), matches)


def _sure(tiers: Tiers, min_score: int) -> Tiers:
    return {ranked: mask for ranked, mask in tiers.items() if is_sure(ranked, min_score)}


def _explain(matches: Iterable[tuple[str, Tiers]], slot: int) -> Iterator[Match]:
    for text, tiers in matches:
        for ranked, mask in tiers.items():
            if mask >> slot & 1:
                yield explained(text, ranked)
                break
