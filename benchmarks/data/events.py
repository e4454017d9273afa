"""The events of a tutorial and their sessions, as rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from benchmarks.data.names import CITIES, EXAM_SESSIONS, ONLINE, SUBJECTS
from benchmarks.data.plan import SESSIONS_PER_EVENT, Offer

WEEK = timedelta(weeks=1)
WEEKS_OF_SEASON = 20
CAPACITY = 14


@dataclass(slots=True)
class Events:
    """Numbers events within their subject and exam session: CM2-004-26A is the fourth."""

    numbers: Counter[tuple[int, int]] = field(default_factory=Counter)

    def of(self, offer: Offer) -> Iterator[dict[str, object]]:
        """Yield an offer's events, each with its sessions under `sessions`."""
        for _ in range(offer.events):
            sitting = offer.subject, offer.exam_session
            self.numbers[sitting] += 1
            yield _event(offer, self.numbers[sitting])


def event_code(subject: int, exam_session: int, number: int) -> str:
    return f"{list(SUBJECTS)[subject]}-{number:03}-{EXAM_SESSIONS[exam_session]}"


def _event(offer: Offer, number: int) -> dict[str, object]:
    place = (ONLINE if offer.kind == "online" else CITIES)[offer.product]
    code = event_code(offer.subject, offer.exam_session, number)
    first = _first_day(EXAM_SESSIONS[offer.exam_session], number)
    url = f"https://meet.example.org/{code.lower()}" if offer.kind == "online" else None
    common = {"location": place.name, "venue": place.venues[number % 2], "url": url}
    zone = ZoneInfo(place.time_zone)
    return {
        "code": code,
        "venue": common["venue"],
        "is_soldout": number % 9 == 0,
        "remain_space": 0 if number % 9 == 0 else number % CAPACITY + 1,
        "finalisation_date": first - 3 * WEEK,
        "start_date": first,
        "end_date": first + (SESSIONS_PER_EVENT - 1) * WEEK,
        "sessions": [
            {
                **common,
                "title": f"{code}-{sequence}",
                "start_date": datetime.combine(day, time(9, 30), tzinfo=zone),
                "end_date": datetime.combine(day, time(17), tzinfo=zone),
                "sequence": sequence,
                "time_zone": place.time_zone,
            }
            for sequence in range(1, SESSIONS_PER_EVENT + 1)
            for day in [first + (sequence - 1) * WEEK]
        ],
    }


def _first_day(exam_session: str, number: int) -> date:
    """Return a day in the weeks before an exam session; both seasons see the clocks change."""
    month = 1 if exam_session.endswith("A") else 6
    opens = date(2000 + int(exam_session[:2]), month, 5)
    return opens + (number * 7 % WEEKS_OF_SEASON) * WEEK + timedelta(days=number % 5)
