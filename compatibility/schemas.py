"""The breaks between two versions of a schema.

One question decides: which of the two lets more through? What a client sends must still be let
through, what it is sent must be nothing new. What a client's type is made of (its name, its
fields, their formats, its choices) may not change in either direction, nor may a keyword that is
not understood here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from compatibility.bounds import looser
from compatibility.document import Document, Node, beside, name_of
from compatibility.keywords import UNDERSTOOD, moved
from compatibility.normal_schemas import NOTHING, NULL
from compatibility.unions import choices, is_union, rest, whole_choices


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares schemas in one direction: of what is `sent` to the service, or of answers."""

    before: Document
    after: Document
    sent: bool
    # Schemas refer to themselves; what one reference leads to is looked at once.
    seen: set[str] = field(default_factory=set)

    def breaks(self, before: Node, after: Node, place: str) -> Iterator[str]:
        """Yield what a client made for the schema `before` meets with `after`."""
        name, now = name_of(before), name_of(after)
        if name and name != now:
            yield f"{place}: the schema {name} is now {now or 'without a name'}"
        elif name:
            yield from self._of_two(beside(before), beside(after), place)
            if before["$ref"] not in self.seen:
                self.seen.add(before["$ref"])
                told = self.before.referred(before["$ref"])
                tells = self.after.referred(after["$ref"])
                yield from self.breaks(told, tells, name)
        else:
            yield from self._of_nameless(before, after, place)

    def _of_nameless(self, before: Node, after: Node, place: str) -> Iterator[str]:
        told, tells = self.before.whole(before), self.after.whole(after)
        if is_union(told) and is_union(tells):
            yield from self._of_two(rest(told), rest(tells), place)
            yield from self._of_choices(choices(told), choices(tells), place)
        elif is_union(told):
            yield from self._of_choices(whole_choices(told), [after], place)
        elif is_union(tells):
            yield from self._of_choices([before], whole_choices(tells), place)
        else:
            yield from self._of_two(told, tells, place)

    @property
    def _word(self) -> str:
        return "takes no longer" if self.sent else "can be, as never before,"

    def _of_two(self, before: Node, after: Node, place: str) -> Iterator[str]:
        narrow, wide = (after, before) if self.sent else (before, after)
        yield from (f"{place} {self._word} {found}" for found in looser(narrow, wide))
        yield from (f"{place}: {found}" for found in moved(before, after, sent=self.sent))
        yield from self._of_objects(before, after, place)
        if "items" in before or "items" in after:
            yield from self.breaks(before.get("items", {}), after.get("items", {}), f"{place}[]")
        yield from self._of_others(before, after, place)

    def _of_objects(self, before: Node, after: Node, place: str) -> Iterator[str]:
        fields, now = before.get("properties", {}), after.get("properties", {})
        for name in fields.keys() - now.keys():
            yield f"{place}.{name} is gone"
        for name in fields.keys() & now.keys():
            yield from self.breaks(fields[name], now[name], f"{place}.{name}")
        required = set(before.get("required", ())), set(after.get("required", ()))
        if self.sent:
            yield from (f"{place}.{name} is now required" for name in required[1] - required[0])
        else:
            yield from (f"{place}.{name} can be left out" for name in required[0] - required[1])
        yield from self._of_other_fields(before, after, place)

    def _of_other_fields(self, before: Node, after: Node, place: str) -> Iterator[str]:
        others, now = (schema.get("additionalProperties", {}) for schema in (before, after))
        if self.sent and others != NOTHING and now == NOTHING:
            yield f"{place} takes no longer any field beside those it names"
        elif others != NOTHING and (others or (self.sent and now)):
            yield from self.breaks(others, now, f"{place}.*")

    def _of_others(self, before: Node, after: Node, place: str) -> Iterator[str]:
        """Yield the keywords that differ and that nothing else here understands."""
        others = (before.keys() | after.keys()) - UNDERSTOOD
        parts, now = before.get("allOf", []), after.get("allOf", [])
        if len(parts) == len(now):
            others -= {"allOf"}
            for part, becomes in zip(parts, now, strict=True):
                yield from self.breaks(part, becomes, place)
        for keyword in others:
            told, tells = before.get(keyword), after.get(keyword)
            if told != tells or self.before.reached(told) != self.after.reached(tells):
                yield f"{place} changed in a way that is not understood: {keyword}"

    def _of_choices(self, before: list[Node], after: list[Node], place: str) -> Iterator[str]:
        """Yield each choice of one side that is in no choice of the other of the same name."""
        ours, theirs = (before, after) if self.sent else (after, before)
        for choice in ours:
            name, same = name_of(choice), _namesakes(choice, theirs)
            if any(self._fits(other, choice) for other in same):
                continue
            if name and same:
                pair = (choice, same[0]) if self.sent else (same[0], choice)
                yield from self.breaks(*pair, place)
            else:
                yield f"{place} {self._word} {name or dict(choice)}"
        if not self.sent:
            yield from self._of_lost(before, after, place)

    def _of_lost(self, before: list[Node], after: list[Node], place: str) -> Iterator[str]:
        """Yield each choice that no answer can be any more: a client's type of it goes with it."""
        for choice in before:
            name, same = name_of(choice), _namesakes(choice, after)
            if choice != NULL and not any(name or self._fits(choice, other) for other in same):
                yield f"{place} can be no longer {name or dict(choice)}"

    def _fits(self, theirs: Node, ours: Node) -> bool:
        pair = (ours, theirs) if self.sent else (theirs, ours)
        # With what is looked at already: a choice can refer to its own union.
        apart = Comparison(self.before, self.after, self.sent, set(self.seen))
        return not any(apart.breaks(*pair, ""))


def _namesakes(choice: Node, others: list[Node]) -> list[Node]:
    return [other for other in others if name_of(other) == name_of(choice)]
