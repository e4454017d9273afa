"""Valid entities; a test changes the fields that it is about."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.catalogue import ExamSession, Product, StoreProduct, Subject, Variation
from domain.reference import Instructor
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

LONDON = ZoneInfo("Europe/London")


def session(sequence: int = 1, *, day: date = date(2026, 7, 1), **changes: object) -> SessionDraft:
    """Return a session from nine to five in London."""
    values: dict[str, object] = {
        "title": f"Day {sequence}",
        "location": "London",
        "venue": "Bankside",
        "start_date": datetime(day.year, day.month, day.day, 9, 0, tzinfo=LONDON),
        "end_date": datetime(day.year, day.month, day.day, 17, 0, tzinfo=LONDON),
        "sequence": sequence,
        "url": None,
        "time_zone": "Europe/London",
    }
    return SessionDraft(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields


def event(
    code: str, *sessions: SessionDraft, start: date = date(2026, 7, 1), **changes: object
) -> EventDraft:
    """Return an event in London with twelve places, and one session by default."""
    values: dict[str, object] = {
        "code": code,
        "venue": "Bankside",
        "is_soldout": False,
        "finalisation_date": None,
        "remain_space": 12,
        "start_date": start,
        "end_date": start,
        "sessions": sessions or (session(day=start),),
    }
    return EventDraft(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields


def store_product(
    subject: str = "CM2", location: str = "London", **changes: object
) -> StoreProduct:
    values: dict[str, object] = {
        "code": f"{subject}/{location}/26A",
        "subject": Subject(code=subject, description=f"The subject {subject}"),
        "exam_session": ExamSession(
            session_code="26A", start_date=date(2026, 1, 1), end_date=date(2026, 4, 30)
        ),
        "product": Product(
            code=location[:10].upper(),
            fullname=f"Tutorial - {location}",
            shortname=location,
            description=None,
            buy_both=False,
            groups=("Tutorial",),
        ),
        "variation": Variation(
            variation_type="Tutorial",
            name=f"{subject}_f2f_1",
            code=f"{subject}_f2f_1",
            description=None,
            description_short=None,
        ),
        "prices": (),
    }
    return StoreProduct(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields


def instructor(
    id_: int, first_name: str, last_name: str, external_id: str = "", **changes: object
) -> Instructor:
    values: dict[str, object] = {
        "id": id_,
        "external_id": external_id or f"I{id_}",
        "first_name": first_name,
        "last_name": last_name,
        "legacy_id": None,
        "is_active": True,
        **dict.fromkeys(
            ("created_at", "updated_at", "last_synced"), datetime(2026, 1, 7, tzinfo=UTC)
        ),
    }
    return Instructor(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields
