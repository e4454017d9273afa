"""Which terms of a listing a change takes away and which it brings.

The plain way is to split all texts of the listing before and after. Splitting those of the
events that stay would cost most of an update, though they bring nothing new. They only matter
where a text that goes has a term that one of them has too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

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
    names_of,
    names_of_event,
    words_in,
    words_in_categories,
)

type TextsOfHit = Callable[[Hit], Iterable[Text]]
type TextsOfEvent = Callable[[EventHit], Iterable[Text]]
type Split = Callable[[Iterable[Text]], Iterable[Term]]

# Of the codes, and of the words.
CODES: tuple[TextsOfHit, TextsOfEvent, Split] = (codes_of, codes_of_event, codes_in)
WORDS: tuple[TextsOfHit, TextsOfEvent, Split] = (names_of, names_of_event, words_in)
_titles, _venues, _locations = map(attrgetter, ("title", "venue", "location"))
NOT_ALPHANUMERIC = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))


class ChangedTerms:
    """The codes, or the words, that a change of a hit takes away (`removed`) and brings."""

    def __init__(
        self,
        kind: tuple[TextsOfHit, TextsOfEvent, Split],
        before: Hit | None,
        after: Hit | None,
        events: EventDifference,
    ) -> None:
        of_hit, of_event, split = kind
        old = _different(of_hit(before)) if before else {}
        new = _different(of_hit(after)) if after else {}
        if old.keys() == new.keys():
            own_old, own_new = set[Term](), set[Term]()
        else:
            own_old, own_new = set(split(old)), set(split(new))
        old = _different(text for event in events.gone for text in of_event(event))
        new = _different(text for event in events.came for text in of_event(event))
        # A text that both have is split for neither.
        gone = set(split([text for text in old if text not in new]))
        self.added = own_new | set(split([text for text in new if text not in old]))
        gone -= self.added
        if gone:
            gone -= set(split([text for text in new if text in old]))
        gone = _without_borne(gone, events.stayed, lambda event: split(of_event(event)))
        self.removed = (own_old - own_new) | gone


class ChangedCategories:
    """The words of filter groups that a change of a listing takes away and brings."""

    def __init__(
        self, groups: GroupNames, before: AnyListing | None, after: AnyListing | None
    ) -> None:
        old = set(words_in_categories(before, groups)) if before else set[Term]()
        new = set(words_in_categories(after, groups)) if after else set[Term]()
        self.removed, self.added = old - new, new - old


def _different(texts: Iterable[Text]) -> dict[Text, None]:
    """Return the texts once each: sessions repeat few places many times."""
    return dict.fromkeys(texts)


def _without_borne(
    terms: set[Term], events: Sequence[EventHit], split: Callable[[EventHit], Iterable[Term]]
) -> set[Term]:
    """Return those of the terms that none of the events bears."""
    if not terms or not events:
        return terms
    found = set[Term]()
    for field in {field for field, _ in terms}:
        squeezed = [_squeezed(_texts(field, event)) for event in events]
        everything = None if None in squeezed else "\n".join(map(str, squeezed))
        for term in (term for term in terms if term[0] == field):
            sought = _squeezed(term[1])
            if everything is not None and sought is not None and sought not in everything:
                continue
            for event, texts in zip(events, squeezed, strict=True):
                may_be = sought is None or texts is None or sought in texts
                if may_be and term in set(split(event)):
                    found.add(term)
                    break
    return terms - found


def _squeezed(text: str) -> str | None:
    """Return the letters and digits of a text; None where they may not be what a term has.

    A term of an ASCII text has letters and digits that follow each other in the text.
    """
    if not text.isascii():
        return None
    return text.lower().encode().translate(None, NOT_ALPHANUMERIC).decode()


def _texts(field: Field, event: EventHit) -> str:
    """Return all that the terms of a field can come from."""
    if field == Field.EVENT:
        return event.code
    of_session = {Field.SESSION: _titles, Field.VENUE: _venues, Field.LOCATION: _locations}[field]
    texts: Iterator[str] = map(of_session, event.sessions)
    return "\n".join([event.venue, *texts] if field == Field.VENUE else texts)
