"""The breaks between two versions of a schema.

A schema of requests must allow all values that it allowed before; a schema of responses must not
allow new values. What generated types are made of (names, properties, formats, members of unions)
must not change in either direction. Nor may a keyword that this package does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from compatibility.bounds import looser
from compatibility.document import Document, Node, beside, name_of
from compatibility.keywords import UNDERSTOOD, moved
from compatibility.normal_schemas import NOTHING, NULL
from compatibility.unions import is_union, members, rest, whole_members


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares schemas of requests if `sent`, otherwise of responses."""

    before: Document
    after: Document
    sent: bool
    # The references that were compared already, because schemas can refer to themselves.
    seen: set[str] = field(default_factory=set)

    def breaks(self, before: Node, after: Node, place: str) -> Iterator[str]:
        """Yield the changes in `after` that break a client of `before`; `place` is for messages."""
        name, now = name_of(before), name_of(after)
        if name and name != now:
            yield f"{place}: the schema {name} is now {now or 'without a name'}"
        elif name:
            yield from self._of_two(beside(before), beside(after), place)
            if before["$ref"] not in self.seen:
                self.seen.add(before["$ref"])
                old = self.before.referred(before["$ref"])
                new = self.after.referred(after["$ref"])
                yield from self.breaks(old, new, name)
        else:
            yield from self._of_unnamed(before, after, place)

    def _of_unnamed(self, before: Node, after: Node, place: str) -> Iterator[str]:
        old, new = self.before.whole(before), self.after.whole(after)
        if is_union(old) and is_union(new):
            yield from self._of_two(rest(old), rest(new), place)
            yield from self._of_members(members(old), members(new), place)
        elif is_union(old):
            yield from self._of_members(whole_members(old), [after], place)
        elif is_union(new):
            yield from self._of_members([before], whole_members(new), place)
        else:
            yield from self._of_two(old, new, place)

    @property
    def _verb(self) -> str:
        return "no longer accepts" if self.sent else "can now be"

    def _of_two(self, before: Node, after: Node, place: str) -> Iterator[str]:
        narrow, wide = (after, before) if self.sent else (before, after)
        yield from (f"{place} {self._verb} {found}" for found in looser(narrow, wide))
        yield from (f"{place}: {found}" for found in moved(before, after, sent=self.sent))
        yield from self._of_objects(before, after, place)
        if "items" in before or "items" in after:
            yield from self.breaks(before.get("items", {}), after.get("items", {}), f"{place}[]")
        yield from self._of_others(before, after, place)

    def _of_objects(self, before: Node, after: Node, place: str) -> Iterator[str]:
        fields, now = before.get("properties", {}), after.get("properties", {})
        for name in fields.keys() - now.keys():
            yield f"{place}.{name} was removed"
        for name in fields.keys() & now.keys():
            yield from self.breaks(fields[name], now[name], f"{place}.{name}")
        required = set(before.get("required", ())), set(after.get("required", ()))
        if self.sent:
            yield from (f"{place}.{name} is now required" for name in required[1] - required[0])
        else:
            yield from (f"{place}.{name} may now be omitted" for name in required[0] - required[1])
        yield from self._of_other_fields(before, after, place)

    def _of_other_fields(self, before: Node, after: Node, place: str) -> Iterator[str]:
        others, now = (schema.get("additionalProperties", {}) for schema in (before, after))
        if self.sent and others != NOTHING and now == NOTHING:
            yield f"{place} no longer accepts additional properties"
        elif others != NOTHING and (others or (self.sent and now)):
            yield from self.breaks(others, now, f"{place}.*")

    def _of_others(self, before: Node, after: Node, place: str) -> Iterator[str]:
        """Yield the keywords that differ and that this package does not know."""
        others = (before.keys() | after.keys()) - UNDERSTOOD
        parts, now = before.get("allOf", []), after.get("allOf", [])
        if len(parts) == len(now):
            others -= {"allOf"}
            for old_part, new_part in zip(parts, now, strict=True):
                yield from self.breaks(old_part, new_part, place)
        for keyword in others:
            old, new = before.get(keyword), after.get(keyword)
            if old != new or self.before.reached(old) != self.after.reached(new):
                yield f"{place}: the unknown keyword {keyword} changed"

    def _of_members(self, before: list[Node], after: list[Node], place: str) -> Iterator[str]:
        """Yield each member of one union that no member of the same name in the other allows."""
        narrow, wide = (before, after) if self.sent else (after, before)
        for member in narrow:
            name, same = name_of(member), _of_same_name(member, wide)
            if any(self._allows(other, member) for other in same):
                continue
            if name and same:
                pair = (member, same[0]) if self.sent else (same[0], member)
                yield from self.breaks(*pair, place)
            else:
                yield f"{place} {self._verb} {name or dict(member)}"
        if not self.sent:
            yield from self._of_removed(before, after, place)

    def _of_removed(self, before: list[Node], after: list[Node], place: str) -> Iterator[str]:
        """Yield each member that no response can be any longer, because its type is removed."""
        for member in before:
            name, same = name_of(member), _of_same_name(member, after)
            if member != NULL and not any(name or self._allows(member, other) for other in same):
                yield f"{place} can no longer be {name or dict(member)}"

    def _allows(self, wide: Node, narrow: Node) -> bool:
        pair = (narrow, wide) if self.sent else (wide, narrow)
        # With the references that were seen, because a member can refer to its own union.
        apart = Comparison(self.before, self.after, self.sent, set(self.seen))
        return not any(apart.breaks(*pair, ""))


def _of_same_name(member: Node, others: list[Node]) -> list[Node]:
    return [other for other in others if name_of(other) == name_of(member)]
