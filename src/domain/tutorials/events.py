"""Tutorial events.

Writing is strict: a `EventDraft` that breaks a rule cannot be created. Reading is lenient: other
systems also write to the table, so a row that breaks a rule (a blank venue, or a negative number of
places) is still shown, as a `TutorialEvent`. The same applies to sessions.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.clocks import FIRST_YEAR, LAST_YEAR, YEARS
from domain.errors import check
from domain.tutorials.availability import Availability
from domain.tutorials.rules import LARGEST_INTEGER, LONGEST_CODE, line_rule
from domain.tutorials.sessions import SessionDraft, TutorialSession


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """The sessions of one course at one location, identified by its code.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    code: str
    venue: str
    is_soldout: bool
    finalisation_date: date | None
    remain_space: int
    start_date: date
    end_date: date
    is_unlimited: bool = False
    sessions: tuple[SessionDraft, ...]

    def __post_init__(self) -> None:
        sequences = [session.sequence for session in self.sessions]
        twice = sorted({n for n in sequences if sequences.count(n) > 1})
        check(
            [
                line_rule(self, "code", longest=LONGEST_CODE),
                line_rule(self, "venue"),
                (
                    0 <= self.remain_space <= LARGEST_INTEGER,
                    "remain_space",
                    f"must be from 0 to {LARGEST_INTEGER}",
                ),
                *(
                    (day is None or FIRST_YEAR <= day.year <= LAST_YEAR, name, YEARS)
                    for name, day in (
                        ("finalisation_date", self.finalisation_date),
                        ("start_date", self.start_date),
                        ("end_date", self.end_date),
                    )
                ),
                (self.start_date <= self.end_date, "end_date", "must not be before the start"),
                (
                    not twice,
                    "sessions",
                    "more than one has the sequence " + ", ".join(map(str, twice)),
                ),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialEvent:
    """A stored event, not validated, with its sessions ordered by sequence.

    `availability` is the one on the day on which the event was read. `clash_override_reason` is
    set if clashes of its sessions were allowed.
    """

    id: int
    code: str
    venue: str
    is_soldout: bool
    remain_space: int
    finalisation_date: date | None
    start_date: date
    end_date: date
    store_product_id: int
    subject_code: str
    exam_session_code: str
    product_name: str
    variation_name: str
    is_unlimited: bool
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancelled_reason: str | None
    clash_override_at: datetime | None
    clash_override_by: str | None
    clash_override_reason: str | None
    availability: Availability
    availability_reason: str
    sessions: tuple[TutorialSession, ...]
