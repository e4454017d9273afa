"""The terms that a change of a listing adds and removes.

The naive equivalent splits all texts of the listing before and after the change. Most of them
belong to events that have not changed, so splitting them would be most of the cost of an update.
They are needed only if a removed text has a term that one of them may have too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from domain.search.facets.group_tree import GroupNames
from domain.search.hits.products import EventHit
from domain.search.index.differences import EventDifference
from domain.search.listings.documents import AnyListing
from domain.search.results import Hit
from domain.search.text.words.terms import (
    Field,
    Term,
    Text,
    codes_in,
    codes_in_title,
    codes_of,
    names_in_title,
    names_of,
    words_in,
    words_in_categories,
)
from domain.tutorials.sessions import TutorialSession

# Cached, because a change has few different texts, which many sessions share.
MOST_TEXTS = 4096


class Kind:
    """A kind of terms: the texts that have them, and the function that splits a text.

    `of_hit` returns the texts of a hit, without its events. `of_events` has, for each field of
    events and sessions, a function that returns the texts in a stored value.
    """

    def __init__(
        self,
        of_hit: Callable[[Hit], Iterable[Text]],
        of_events: Mapping[Field, Callable[[str], Iterable[Text]]],
        split: Callable[[Iterable[Text]], Iterable[Term]],
    ) -> None:
        self.of_hit, self.fields, self.split = of_hit, tuple(of_events), split

        @lru_cache(MOST_TEXTS)
        def terms_of(field: Field, text: str) -> frozenset[Term]:
            return frozenset(split(of_events[field](text)))

        self.terms_of = terms_of


CODES = Kind(
    codes_of,
    {Field.EVENT: lambda code: [(Field.EVENT, code)], Field.SESSION: codes_in_title},
    codes_in,
)
WORDS = Kind(
    names_of,
    {
        Field.VENUE: lambda name: [(Field.VENUE, name)],
        Field.LOCATION: lambda name: [(Field.LOCATION, name)],
        Field.SESSION: names_in_title,
    },
    words_in,
)
# Separates texts; it does not occur in ASCII texts.
APART = "\x80"
NOT_ALPHANUMERIC = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))


class ChangedTerms:
    """The codes, or the words, that a change of a hit removes and adds."""

    def __init__(
        self, kind: Kind, before: Hit | None, after: Hit | None, events: EventDifference
    ) -> None:
        old = dict.fromkeys(kind.of_hit(before)) if before else {}
        new = dict.fromkeys(kind.of_hit(after)) if after else {}
        own_old, own_new = set[Term](), set[Term]()
        if old.keys() != new.keys():
            own_old, own_new = set(kind.split(old)), set(kind.split(new))
        gone, came = set[Term](), set[Term]()
        for field in kind.fields:
            left = _texts(field, events.gone, events.sessions_gone)
            joined = _texts(field, events.came, events.sessions_came)
            # A text that is both removed and added is not split.
            gone.update(*(kind.terms_of(field, text) for text in left - joined))
            came.update(*(kind.terms_of(field, text) for text in joined - left))
        self.added = own_new | came
        gone = _without_borne(gone - self.added, [*events.stayed, *events.came], kind)
        self.removed = (own_old - own_new) | gone


class ChangedCategories:
    """The words of filter groups that a change of a listing removes and adds."""

    def __init__(
        self, groups: GroupNames, before: AnyListing | None, after: AnyListing | None
    ) -> None:
        old = set(words_in_categories(before, groups)) if before else set[Term]()
        new = set(words_in_categories(after, groups)) if after else set[Term]()
        self.removed, self.added = old - new, new - old


def _without_borne(terms: set[Term], events: Sequence[EventHit], kind: Kind) -> set[Term]:
    """Return the terms that none of the events has."""
    if not terms or not events:
        return terms
    left = set(terms)
    sessions = [session for event in events for session in event.sessions]
    for field in {field for field, _ in terms}:
        texts = list(_texts(field, events, sessions))
        some = _with_one_of(texts, [term for found, term in terms if found == field])
        left.difference_update(*(kind.terms_of(field, text) for text in some))
    return left


def _with_one_of(texts: Sequence[str], terms: Iterable[str]) -> Sequence[str]:
    """Return the texts that may have one of the terms; this is faster than splitting all texts.

    The letters and digits of a term follow each other in an ASCII text that has the term.
    """
    within, sought = _squeezed(texts), [_squeezed([term]) for term in terms]
    if within is None or None in sought:
        return texts
    here = [term for term in sought if term is not None and term in within]
    if not here:
        return ()
    each = zip(texts, within.split(APART), strict=True)
    return [text for text, letters in each if any(term in letters for term in here)]


def _squeezed(texts: Iterable[str]) -> str | None:
    """Return the letters and digits of ASCII texts; None for others."""
    text = APART.join(texts)
    if not text.replace(APART, "").isascii():
        return None
    return text.lower().encode("latin-1").translate(None, NOT_ALPHANUMERIC).decode("latin-1")


def _texts(
    field: Field, events: Iterable[EventHit], sessions: Iterable[TutorialSession]
) -> set[str]:
    """Return the distinct values of a field, because many sessions share a few values."""
    match field:
        case Field.EVENT:
            return {event.code for event in events}
        case Field.VENUE:
            return {event.venue for event in events} | {each.venue for each in sessions}
        case Field.LOCATION:
            return {each.location for each in sessions}
        case _:
            return {each.title for each in sessions}
