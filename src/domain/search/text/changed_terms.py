"""Which terms of a listing a change takes away and which it brings.

The plain way is to split all texts of the listing before and after. Splitting those of the
events that stay would cost most of an update, though they bring nothing new. They only matter
where a text that goes has a term that one of them has too.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from domain.search.documents import AnyListing
from domain.search.facets.group_tree import GroupNames
from domain.search.hits import (
    EventHit,
)
from domain.search.index.differences import EventDifference
from domain.search.results import (
    Hit,
)
from domain.search.text.terms import (
    Field,
    Term,
    Text,
    codes_in,
    codes_of,
    codes_of_event,
    codes_of_session,
    names_of,
    names_of_event,
    names_of_session,
    words_in,
    words_in_categories,
)
from domain.tutorials.sessions import TutorialSession


class Kind(NamedTuple):
    """Where terms of a kind are found, and how a text is split into them."""

    of_hit: Callable[[Hit], Iterable[Text]]
    of_event: Callable[[EventHit], Iterable[Text]]
    of_session: Callable[[TutorialSession], Iterable[Text]]
    split: Callable[[Iterable[Text]], Iterable[Term]]

    def texts(
        self, events: Iterable[EventHit], sessions: Iterable[TutorialSession]
    ) -> dict[Text, None]:
        """Return the texts once each: sessions repeat few places many times."""
        of_events = chain.from_iterable(map(self.of_event, events))
        return dict.fromkeys(chain(of_events, chain.from_iterable(map(self.of_session, sessions))))


CODES = Kind(codes_of, codes_of_event, codes_of_session, codes_in)
WORDS = Kind(names_of, names_of_event, names_of_session, words_in)
_title, _venue, _location = map(attrgetter, ("title", "venue", "location"))
# Separates texts; no ASCII text has it.
APART = "\x80"
NOT_ALPHANUMERIC = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))


class ChangedTerms:
    """The codes, or the words, that a change of a hit takes away (`removed`) and brings."""

    def __init__(
        self, kind: Kind, before: Hit | None, after: Hit | None, events: EventDifference
    ) -> None:
        old = dict.fromkeys(kind.of_hit(before)) if before else {}
        new = dict.fromkeys(kind.of_hit(after)) if after else {}
        own_old, own_new = set[Term](), set[Term]()
        if old.keys() != new.keys():
            own_old, own_new = set(kind.split(old)), set(kind.split(new))
        old = kind.texts(events.gone, events.sessions_gone)
        new = kind.texts(events.came, events.sessions_came)
        # A text that both have is split for neither.
        gone = set(kind.split([text for text in old if text not in new]))
        came = set(kind.split([text for text in new if text not in old]))
        self.added = own_new | came
        gone = _without_borne(gone - self.added, [*events.stayed, *events.came], kind)
        self.removed = (own_old - own_new) | gone


class ChangedCategories:
    """The words of filter groups that a change of a listing takes away and brings."""

    def __init__(
        self, groups: GroupNames, before: AnyListing | None, after: AnyListing | None
    ) -> None:
        old = set(words_in_categories(before, groups)) if before else set[Term]()
        new = set(words_in_categories(after, groups)) if after else set[Term]()
        self.removed, self.added = old - new, new - old


def _without_borne(terms: set[Term], events: Sequence[EventHit], kind: Kind) -> set[Term]:
    """Return those of the terms that none of the events bears."""
    if not terms or not events:
        return terms
    found = set[Term]()
    for field in {field for field, _ in terms}:
        squeezed = _squeezed([text for event in events for text in _texts(field, event)])
        for term in (term for term in terms if term[0] == field):
            sought = _squeezed([term[1]])
            if squeezed is not None and sought is not None and sought not in squeezed:
                continue
            for event in events:
                own = _squeezed(_texts(field, event))
                may_be = sought is None or own is None or sought in own
                if may_be and term in set(kind.split(kind.texts([event], event.sessions))):
                    found.add(term)
                    break
    return terms - found


def _squeezed(texts: list[str]) -> str | None:
    """Return the letters and digits of texts; None where they may not be what a term has.

    A term of an ASCII text has letters and digits that follow each other in the text.
    """
    if not "".join(texts).isascii():
        return None
    text = APART.join(texts).lower().encode("latin-1")
    return text.translate(None, NOT_ALPHANUMERIC).decode("latin-1")


def _texts(field: Field, event: EventHit) -> list[str]:
    """Return all that the terms of a field can come from."""
    match field:
        case Field.EVENT:
            return [event.code]
        case Field.VENUE:
            return [event.venue, *map(_venue, event.sessions)]
        case Field.LOCATION:
            return [*map(_location, event.sessions)]
        case _:
            return [*map(_title, event.sessions)]
