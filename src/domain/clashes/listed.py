"""Clashes between stored sessions, as they are listed."""

from dataclasses import dataclass, fields
from typing import Self

from domain.clashes.overlaps import BookedSession, Clash, ClashKind, PlacedSession


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession(PlacedSession):
    """A stored session that clashes with another one."""

    id: int

    @classmethod
    def of(cls, session: BookedSession) -> Self:
        return cls(**{each.name: getattr(session, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClash:
    """A clash of stored sessions; `overridden` is the reason why it was allowed, or None."""

    kind: ClashKind
    name: str
    first: ListedSession
    second: ListedSession
    overridden: str | None

    @classmethod
    def of(cls, clash: Clash) -> Self:
        return cls(
            kind=clash.kind,
            name=clash.name,
            first=ListedSession.of(clash.first),
            second=ListedSession.of(clash.second),
            overridden=clash.first.override or clash.second.override,
        )
