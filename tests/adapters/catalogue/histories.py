"""Histories of writers and readers, and the check that they fit together.

All times are of `time.monotonic`, which all processes of a machine share.
"""

from bisect import bisect
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic

# The number that each writer wrote last, in the order of the writers.
type State = tuple[int, ...]


@dataclass
class Numbers:
    """The numbers 1, 2, 3 and so on, each with the time at which it was noted."""

    times: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def note(self, number: int) -> None:
        self.times.append(monotonic())
        self.numbers.append(number)

    def last(self, until: float = float("inf")) -> int:
        """Return the last number that was noted until then, or 0."""
        count = bisect(self.times, until)
        return self.numbers[count - 1] if count else 0


@dataclass
class Written:
    """The writes of a writer to the event with its code.

    `begun` is noted before a number is written, `committed` after its commit. `taken_back` are the
    numbers that were rolled back.
    """

    code: str
    begun: Numbers = field(default_factory=Numbers)
    committed: Numbers = field(default_factory=Numbers)
    taken_back: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Response:
    """The response to a request; with an age, everything older than that is in it."""

    asked_at: float
    answered_at: float
    age: float
    shown: State


def check(writers: Sequence[Written], histories: Collection[Sequence[Response]]) -> int:
    """Check the answers of each thread of each reader; return the number of different states."""
    for history in histories:
        for response in history:
            for writer, shown in zip(writers, response.shown, strict=True):
                least = writer.committed.last(response.asked_at - response.age)
                assert least <= shown <= writer.begun.last(response.answered_at), writer.code
                assert shown not in writer.taken_back, writer.code
        for before, after in pairwise(history):
            assert is_not_after(before.shown, after.shown)
    # Commits are ordered, so one of two states is the earlier one.
    states = sorted({response.shown for history in histories for response in history}, key=sum)
    assert all(is_not_after(before, after) for before, after in pairwise(states))
    return len(states)


def is_not_after(before: State, after: State) -> bool:
    return all(one <= other for one, other in zip(before, after, strict=True))
