"""The names by which instructors are shown and compared."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol, Self, override

from domain.text import one_line

# First and last name, of 255 characters each, and a space.
LONGEST_FULL_NAME = 511
# How a client names an instructor: by name or by id.
type Wanted = str | int


class InstructorName(str):
    """The name of an instructor; `id` distinguishes people with the same name.

    It is serialised to JSON as its text. Two names are equal if both the text and the id are equal.
    """

    __slots__ = ("id",)
    id: int

    def __new__(cls, name: str, id_: int = 0) -> Self:
        made = super().__new__(cls, name)
        made.id = id_
        return made

    @override
    def __eq__(self, other: object) -> bool:
        if isinstance(other, InstructorName) and self.id != other.id:
            return False
        return str.__eq__(self, other) is True

    @override
    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class FullName(NamedTuple):
    """The columns from which the name of an instructor is made."""

    first_name: str | None
    last_name: str | None
    external_id: str

    @property
    def text(self) -> str:
        """Return first and last name; the key of the back office if both are blank."""
        return _full_name(self)


# Cached, because every write that names an instructor compares it with the names of all.
@lru_cache(8192)
def _full_name(name: FullName) -> str:
    return one_line(f"{name.first_name or ''} {name.last_name or ''}") or name.external_id


class KnownInstructor(Protocol):
    """The attributes of an instructor that a lookup uses."""

    @property
    def id(self) -> int: ...

    @property
    def first_name(self) -> str | None: ...

    @property
    def last_name(self) -> str | None: ...

    @property
    def external_id(self) -> str: ...

    @property
    def is_active(self) -> bool: ...


class NewInstructor(NamedTuple):
    """A new instructor that a plan names."""

    external_id: str
    first_name: str
    last_name: str


def name_of(instructor: KnownInstructor) -> InstructorName:
    """Return the name by which an instructor is shown."""
    columns = FullName(instructor.first_name, instructor.last_name, instructor.external_id)
    return InstructorName(columns.text, instructor.id)


def ordered(names: Iterable[InstructorName]) -> tuple[InstructorName, ...]:
    """Return each of the instructors once, ordered by name."""
    by_id = {name.id: name for name in names}
    return tuple(sorted(by_id.values(), key=lambda name: (str(name), name.id)))


def ids_of(instructors: object) -> list[int]:
    """Return the ids of instructors that a lookup returned."""
    names = instructors if isinstance(instructors, tuple) else ()
    return [name.id for name in names if isinstance(name, InstructorName)]
