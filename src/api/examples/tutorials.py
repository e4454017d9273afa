"""An event of two days, one on each side of the change to summer time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.examples.writing import as_json, only_page
from domain.paging import Page
from domain.tutorials import TutorialEvent, TutorialSession

LONDON = ZoneInfo("Europe/London")


def a_day(number: int, day: date) -> TutorialSession:
    return TutorialSession(
        id=500 + number,
        title=f"Models of risk, day {number} of 2",
        location="London",
        venue="Bridge House",
        start_date=datetime(day.year, day.month, day.day, 9, tzinfo=LONDON),
        end_date=datetime(day.year, day.month, day.day, 17, tzinfo=LONDON),
        sequence=number,
        url=None,
        time_zone="Europe/London",
    )


SESSIONS = a_day(1, date(2027, 3, 24)), a_day(2, date(2027, 3, 31))
EVENT = TutorialEvent(
    id=120,
    code="CM2-LON-120-27A",
    venue="Bridge House",
    is_soldout=False,
    remain_space=12,
    finalisation_date=date(2027, 3, 10),
    start_date=date(2027, 3, 24),
    end_date=date(2027, 3, 31),
    store_product_id=377,
    subject_code="CM2",
    exam_session_code="27A",
    product_name="Tutorial - London",
    variation_name="Two days",
    sessions=SESSIONS,
)

ANSWERS = {
    "EventDraft": as_json(TutorialEvent, EVENT),
    "TutorialEventPage": as_json(Page[TutorialEvent], only_page(EVENT)),
}
