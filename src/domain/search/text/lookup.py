"""Finds the listings that one token of a query matches; `ranking` describes the rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from domain.search.index.attributes import Index
from domain.search.text.bands import Bands, all_of, best, meeting
from domain.search.text.ranking import Kind, at_most, rank
from domain.search.text.readings import Token
from domain.search.text.words.scripts import LONGEST_END, is_unspaced
from domain.search.text.words.spelling import Vocabulary
from domain.search.text.words.synonyms import Synonyms
from domain.search.text.words.terms import Field
from domain.search.text.words.tokens import (
    asked_parts_of,
    code_key,
    has_digit,
    hyphenated,
    is_plain,
    parts_of,
    symbolic,
    trimmed,
)

WORDS = {1: Kind.WORD_ONE_EDIT_AWAY, 2: Kind.WORD_TWO_EDITS_AWAY}
BEGINNINGS = {1: Kind.BEGINNING_ONE_EDIT_AWAY, 2: Kind.BEGINNING_TWO_EDITS_AWAY}
# Shorter parts of a token do not count as words.
SHORTEST_FIRST, SHORTEST_LAST = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The terms of all listings, and the search for a token among them."""

    codes: Index[Field]
    words: Index[Field]
    vocabulary: Vocabulary
    synonyms: Synonyms

    def is_code(self, key: str) -> bool:
        return any(terms.exactly(key) for _, terms in self.codes.fields())

    def has_codes_like(self, letters: str) -> bool:
        first, last = letters + "0", letters + ":"
        return any(terms.between(first, last) for _, terms in self.codes.fields())

    def is_word(self, word: str) -> bool:
        return word in self.vocabulary

    def of(self, token: Token, *, last: bool, guessing: bool) -> Bands:
        """Return the matches of a token.

        `last` means that it may be incomplete. With `guessing`, misspellings are tried even if
        the token matches without them.
        """
        found = self._as_it_is(token.term)
        if token.apart:
            apart = all_of((self._exactly(Kind.WORD, each) for each in token.apart), min)
            found = best(chain(found.items(), apart.items()))
        if has_digit(token.term):
            return found or self._split(token.term, last=last)
        if found and not guessing:
            return found
        parts = asked_parts_of(token.term)
        guessed = all_of((self._guessed(part, last=last) for part in parts), min) if parts else {}
        return best(chain(found.items(), guessed.items()))

    def as_code(self, token: str) -> Bands:
        """Return the listings with a code that equals or begins with this one."""
        key = code_key(token)
        if not key.strip("-"):
            return {}
        return _found(self.codes, key, exactly=Kind.CODE, beginning=Kind.BEGINNING_OF_CODE)

    def _as_it_is(self, token: str) -> Bands:
        form = symbolic(token)
        if form and (named := self._as_word(form)):
            # A symbol can be part of a name: C++ is not C.
            return best(chain(self.as_code(token).items(), named.items()))
        as_code = self.as_code(token) or self.as_code(trimmed(token))
        parts = [hyphenated(token)] if has_digit(token) else asked_parts_of(token)
        as_words = all_of(map(self._as_word, parts), min) if parts else {}
        found = [*as_code.items(), *as_words.items()]
        if not is_plain(token):
            found += self._as_word("".join(parts_of(token))).items()
        return best(chain(found, self._as_synonym(token)))

    def _as_word(self, word: str) -> Bands:
        if not word.isascii() and is_unspaced(word):
            word = word[:LONGEST_END]
        return _found(self.words, word, exactly=Kind.WORD, beginning=Kind.BEGINNING_OF_WORD)

    def _as_synonym(self, token: str) -> Iterator[tuple[int, int]]:
        for phrase in self.synonyms.of(token):
            bands = all_of((self._exactly(Kind.SYNONYM, word) for word in phrase), min)
            yield from bands.items()

    def _exactly(self, kind: Kind, word: str) -> Bands:
        return best(
            (rank(kind, field), terms.exactly(word)) for field, terms in self.words.fields()
        )

    def _guessed(self, word: str, *, last: bool) -> Bands:
        """Return the matches of a word that may be misspelt, incomplete, or two words."""
        return best(
            chain(
                self._as_word(word).items(),
                self._misspelt(word),
                self._unfinished(word) if last else (),
                self._split(word, last=last).items(),
            )
        )

    def _misspelt(self, word: str) -> Iterator[tuple[int, int]]:
        inflected = ((known, 1) for known in self.vocabulary.inflected(word))
        for known, edits in chain(inflected, self.vocabulary.near(word)):
            for field, terms in self.words.fields():
                yield rank(WORDS[max(edits, 1)], field), terms.exactly(known)

    def _unfinished(self, word: str) -> Iterator[tuple[int, int]]:
        for begun, edits in self.vocabulary.near_beginnings(word):
            for field, terms in self.words.fields():
                yield rank(BEGINNINGS[max(edits, 1)], field), terms.beginning_with(begun)

    def _split(self, token: str, *, last: bool) -> Bands:
        """Return the listings for two words, or a code and a word, that are written together.

        A token with a digit is split only between a code and a word.
        """
        if not is_plain(token):
            return {}
        found: list[tuple[int, int]] = []
        for at in range(SHORTEST_FIRST, len(token) - SHORTEST_FIRST + 1):
            these = self._piece(token[:at])
            those = self._piece(token[at:], last=last) if these else {}
            if those and _may_be_split(token[:at], token[at:]):
                for ranked, mask in meeting(these, those, min).items():
                    begun = ranked < rank(Kind.WORD, Field.SESSION)
                    most = Kind.BEGINNING_ONE_EDIT_AWAY if begun else Kind.WORD_ONE_EDIT_AWAY
                    found.append((at_most(most, ranked), mask))
        return best(found)

    def _piece(self, piece: str, *, last: bool = False) -> Bands:
        """Return the matches of a part of a token: a known word, or a code with a digit."""
        if has_digit(piece):
            codes = self.codes.fields()
            coded = ((rank(Kind.CODE, field), terms.exactly(piece)) for field, terms in codes)
            return best(chain(coded, self._exactly(Kind.WORD, piece).items()))
        if piece in self.vocabulary:
            return self._exactly(Kind.WORD, piece)
        return self._as_word(piece) if last and len(piece) >= SHORTEST_LAST else {}


def _may_be_split(first: str, second: str) -> bool:
    """Whether two parts can be words; a word beside a code has only letters, and is not short."""
    if has_digit(first) or has_digit(second):
        words = [piece for piece in (first, second) if piece.isalpha()]
        return len(words) == 1 and len(words[0]) >= SHORTEST_LAST
    return len(second) >= SHORTEST_LAST


def _found(index: Index[Field], term: str, *, exactly: Kind, beginning: Kind) -> Bands:
    whole = ((rank(exactly, field), terms.exactly(term)) for field, terms in index.fields())
    begun = (
        (rank(beginning, field), terms.beginning_with(term)) for field, terms in index.fields()
    )
    return best(chain(whole, begun))
