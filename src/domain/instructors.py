"""Who teaches a session: how instructors are named, and found by what people write."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol, Self, override

from domain.errors import FieldError, Invalid
from domain.text import one_line, spelling_key

# First and last name, of 255 characters each, and a space.
LONGEST_FULL_NAME = 511
# How a client names an instructor: by name or by id.
type Wanted = str | int
type Named = tuple["KnownInstructor", "InstructorName"]


class InstructorName(str):
    """The name of an instructor; `id` tells apart people of the same name.

    It is written to JSON as its text. Two of them are equal if they are the same person, by the
    same name.
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
    """The columns of an instructor that make the name."""

    first_name: str | None
    last_name: str | None
    external_id: str

    @property
    def text(self) -> str:
        """Return first and last name; the key of the back office if both are blank."""
        return _full_name(self)


# Every write that names an instructor compares the names of all.
@lru_cache(8192)
def _full_name(name: FullName) -> str:
    return one_line(f"{name.first_name or ''} {name.last_name or ''}") or name.external_id


class KnownInstructor(Protocol):
    """What is needed of an instructor to find the one whom somebody names."""

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
    """An instructor to be stored, whom a plan names."""

    external_id: str
    first_name: str
    last_name: str


def name_of(instructor: KnownInstructor) -> InstructorName:
    """Return the name by which an instructor is shown."""
    columns = FullName(instructor.first_name, instructor.last_name, instructor.external_id)
    return InstructorName(columns.text, instructor.id)


def ordered(names: Iterable[InstructorName]) -> tuple[InstructorName, ...]:
    """Return each of the instructors once, by name."""
    by_id = {name.id: name for name in names}
    return tuple(sorted(by_id.values(), key=lambda name: (str(name), name.id)))


def ids_of(instructors: object) -> list[int]:
    """Return the ids of instructors who were found."""
    names = instructors if isinstance(instructors, tuple) else ()
    return [name.id for name in names if isinstance(name, InstructorName)]


class Instructors:
    """All instructors, read when the first one is looked up."""

    def __init__(self, read: Callable[[], Sequence[KnownInstructor]]) -> None:
        self._read = read

    @cached_property
    def all(self) -> Sequence[KnownInstructor]:
        return self._read()

    @cached_property
    def _by_spelling(self) -> Mapping[str, Sequence[Named]]:
        found: defaultdict[str, list[Named]] = defaultdict(list)
        for each in self.all:
            name = name_of(each)
            found[spelling_key(str(name))].append((each, name))
        return found

    def called(self, text: str) -> list[InstructorName]:
        """Return those of a name: of the same text, or else of another spelling of it.

        Of several, those who are active come alone.
        """
        spelt = self._by_spelling.get(spelling_key(text), ())
        found = [named for named in spelt if named[1] == text] or spelt
        return [name for each, name in found if each.is_active] or [name for _, name in found]

    def find(
        self, wanted: Sequence[Wanted], held: Iterable[str] = ()
    ) -> tuple[InstructorName, ...]:
        """Return the instructors that are wanted, by name.

        A name that one of `held`, the instructors of now, has means that one.

        Raises:
            Invalid: with `instructors[N]` for each that is unknown or ambiguous.

        """
        left = [name for name in held if isinstance(name, InstructorName)]
        errors: list[FieldError] = []
        found: list[InstructorName] = []
        # Who was found before, such as by the event that is copied, has an id.
        named = [each.id if isinstance(each, InstructorName) else each for each in wanted]
        for number, each in enumerate(named):
            if (known := self._held(each, left)) is not None:
                left.remove(known)
                found.append(known)
                continue
            candidates = self._candidates(each)
            if len(candidates) == 1:
                found += candidates
            else:
                errors.append(FieldError(f"instructors[{number}]", _fault(each, candidates)))
        if errors:
            raise Invalid(*errors)
        return ordered(found)

    def _held(self, wanted: Wanted, held: Sequence[InstructorName]) -> InstructorName | None:
        if isinstance(wanted, int):
            return next((name for name in held if name.id == wanted), None)
        key = spelling_key(wanted)
        spelt = [name for name in held if name == wanted] or [
            name for name in held if spelling_key(name) == key
        ]
        return spelt[0] if spelt else None

    def _candidates(self, wanted: Wanted) -> list[InstructorName]:
        if isinstance(wanted, str):
            return self.called(wanted)
        return [name_of(each) for each in self.all if each.id == wanted]


def _fault(wanted: Wanted, candidates: Sequence[InstructorName]) -> str:
    if candidates:
        ids = ", ".join(str(name.id) for name in candidates)
        return f"several instructors are called {wanted!r}: send one of their ids, {ids}"
    if isinstance(wanted, int):
        return f"there is no instructor with the id {wanted}"
    return f"there is no instructor called {wanted!r}"
