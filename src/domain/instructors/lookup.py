"""Finds instructors by a name, in any spelling, or by an id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from domain.errors import FieldError, Invalid
from domain.instructors.names import InstructorName, KnownInstructor, Wanted, name_of, ordered
from domain.text import spelling_key

type Named = tuple[KnownInstructor, InstructorName]


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
        """Return the instructors with this name, or else with another spelling of it.

        If some of them are active, only those are returned.
        """
        spelt = self._by_spelling.get(spelling_key(text), ())
        found = [named for named in spelt if named[1] == text] or spelt
        return [name for each, name in found if each.is_active] or [name for _, name in found]

    def find(
        self, wanted: Sequence[Wanted], held: Iterable[str] = ()
    ) -> tuple[InstructorName, ...]:
        """Return the wanted instructors, ordered by name.

        `held` are the current instructors of the session. If one of them has a wanted name, it is
        chosen before others with the same name.

        Raises:
            Invalid: with `instructors[N]` for each that is unknown or ambiguous.

        """
        left = [name for name in held if isinstance(name, InstructorName)]
        errors: list[FieldError] = []
        found: list[InstructorName] = []
        # The instructors of a copied event were found before, and have an id.
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
