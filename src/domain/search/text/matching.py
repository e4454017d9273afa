"""Finds the listings that match the text of a query; `ranking` describes the rules."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from itertools import chain
from operator import add
from typing import Self

from domain.search.facets.group_tree import GroupNames
from domain.search.index.attributes import Entry, Index
from domain.search.index.differences import Differences
from domain.search.index.slots import Placed
from domain.search.text.bands import Bands, all_of
from domain.search.text.lookup import Lookup
from domain.search.text.matches import TextMatches
from domain.search.text.ranking import is_exact, is_sure
from domain.search.text.readings import MOST_TOKENS, Token, as_typed, joined_once
from domain.search.text.words.changed_terms import CODES, WORDS, ChangedCategories, ChangedTerms
from domain.search.text.words.spelling import Vocabulary
from domain.search.text.words.synonyms import Synonyms
from domain.search.text.words.terms import Field, words_in_categories
from domain.search.text.words.tokens import tokens_of


class TextIndex:
    """The codes and words of the listings, and the words of their filter groups."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._codes, self._words = Index[Field](), Index[Field]()
        self._groups = GroupNames(())
        self._lookup = Lookup(
            codes=self._codes, words=self._words, vocabulary=Vocabulary(()), synonyms=synonyms
        )

    def grouped(self, groups: GroupNames, everything: Iterable[Placed]) -> Self:
        """Return the index with other filter groups for all listings."""
        placed, made = list(everything), copy(self)
        made._groups = groups
        made._words = self._words.patched(
            _categories(placed, self._groups), _categories(placed, groups)
        )
        return made._with_lookup(self)

    def replaced(self, differences: Differences) -> Self:
        """Return the index after listings were removed and added."""
        made, codes, words = copy(self), Changes(), Changes()
        for mask, before, after in differences.listings:
            single = differences.single(mask, before, after)
            old, new = (None if each is None else each.hit for each in (before, after))
            if single.is_in_events_alone:
                old = new = None
            else:
                words.note(mask, ChangedCategories(self._groups, before, after))
            codes.note(mask, ChangedTerms(CODES, old, new, single.events))
            words.note(mask, ChangedTerms(WORDS, old, new, single.events))
        made._codes = self._codes.patched(codes.removed, codes.added)
        made._words = self._words.patched(words.removed, words.added)
        return made._with_lookup(self)

    @property
    def synonyms(self) -> Synonyms:
        return self._lookup.synonyms

    def with_synonyms(self, synonyms: Synonyms) -> Self:
        """Return the index with other synonyms."""
        made = copy(self)
        made._lookup = replace(self._lookup, synonyms=synonyms)
        return made

    def matches(self, text: str, *, min_score: int = 0) -> TextMatches:
        """Return the matches of a text with a minimum score (0 to 100)."""
        tokens = tokens_of(text)
        whole = " ".join(tokens)
        as_code = _sure(self._lookup.as_code(whole), min_score)
        exactly = {ranked: mask for ranked, mask in as_code.items() if is_exact(ranked)}
        begun = {ranked: mask for ranked, mask in as_code.items() if not is_exact(ranked)}
        found = TextMatches((whole, exactly), (whole, begun))
        known: dict[tuple[Token, bool, bool], Bands] = {}
        for reading, guessing in self._readings(tokens):
            by_token: list[tuple[str, Bands]] = []
            for token in reading:
                asked = token, token is reading[-1], guessing
                if asked not in known:
                    bands = self._lookup.of(token, last=asked[1], guessing=guessing)
                    known[asked] = _sure(bands, min_score)
                by_token.append((token.text, known[asked]))
                if not known[asked]:
                    break
            every = all_of((bands for _, bands in by_token), add)
            found = found._replace(by_token=tuple(by_token), every=every)
            if found.all:
                break
        return found

    def _readings(self, tokens: list[str]) -> Iterator[tuple[list[Token], bool]]:
        """Yield the readings of the text; each is tried if the previous ones match nothing.

        The flag means that misspellings are tried even for tokens that match without them.
        """
        typed = as_typed(tokens, self._lookup)
        if not typed:
            return
        yield typed, False
        if len(typed) > MOST_TOKENS:
            return
        joined = list(joined_once(typed))
        yield from ((reading, False) for reading in joined)
        yield typed, True
        yield from ((reading, True) for reading in joined)

    def _with_lookup(self, before: Self) -> Self:
        """Update the lookup, and the vocabulary only if the words have changed."""
        vocabulary = before._lookup.vocabulary
        if any(
            not terms.has_same_terms(before._words[field]) for field, terms in self._words.fields()
        ):
            words = chain.from_iterable(terms for _, terms in self._words.fields())
            vocabulary = Vocabulary(words)
        self._lookup = replace(
            before._lookup, codes=self._codes, words=self._words, vocabulary=vocabulary
        )
        return self


class Changes:
    """The removed and added terms of listings, for their index."""

    def __init__(self) -> None:
        self.removed, self.added = list[Entry[Field]](), list[Entry[Field]]()

    def note(self, mask: int, terms: ChangedTerms | ChangedCategories) -> None:
        self.removed += ((field, term, mask) for field, term in terms.removed)
        self.added += ((field, term, mask) for field, term in terms.added)


def _categories(placed: Iterable[Placed], groups: GroupNames) -> Iterator[Entry[Field]]:
    return (
        (field, word, each.mask)
        for each in placed
        for field, word in words_in_categories(each.listing, groups)
    )


def _sure(bands: Bands, min_score: int) -> Bands:
    return {ranked: mask for ranked, mask in bands.items() if is_sure(ranked, min_score)}
