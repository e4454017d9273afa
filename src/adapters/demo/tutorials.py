"""The tutorials of a sitting: for each subject three online, two in London, two elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count, cycle
from zoneinfo import ZoneInfo

from adapters.demo.prices import prices
from adapters.demo.sittings import WEEK, Sitting
from adapters.demo.texts import CITIES, COURSES, LONDON, ONLINE, Course, Place
from domain.catalogue import StoreProduct
from domain.plans.course_templates import CourseTemplateCode, exam_session_code
from domain.plans.planned_event import PlannedEvent
from domain.plans.products import tutorial_store_product as sold_for
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

SATURDAY = 5
CAPACITY = 14
CLASSROOM_HOURS = time(9, 30), time(17)
ONLINE_HOURS = time(9), time(12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A planned event; its `number` in the sitting determines the values that vary."""

    number: int
    course: Course
    place: Place
    sitting: Sitting

    @property
    def is_online(self) -> bool:
        return self.place is ONLINE

    @property
    def session_count(self) -> int:
        course = self.course
        return course.online_sessions if self.is_online else course.classroom_sessions

    @property
    def code(self) -> str:
        exam_session = exam_session_code(self.sitting.name)
        return f"{self.course.code}-{self.place.short}-{self.number:03}-{exam_session}"

    @property
    def venue(self) -> str:
        return self.place.venues[self.number % len(self.place.venues)]


def planned_events(sitting: Sitting) -> Iterator[PlannedEvent]:
    for plan in _plans(sitting):
        yield PlannedEvent(event=_event(plan), store_product=_store_product(plan))


def _plans(sitting: Sitting) -> Iterator[_Plan]:
    numbers, cities = count(1), cycle(CITIES)
    for course in COURSES:
        elsewhere = next(cities), next(cities)
        for place in (ONLINE, ONLINE, ONLINE, LONDON, LONDON, *elsewhere):
            yield _Plan(number=next(numbers), course=course, place=place, sitting=sitting)


def _event(plan: _Plan) -> EventDraft:
    sessions = tuple(_sessions(plan))
    first_day = sessions[0].start_date.date()
    places = _places_left(plan.number)
    return EventDraft(
        code=plan.code,
        venue=plan.venue,
        is_soldout=places == 0,
        finalisation_date=first_day - 3 * WEEK,
        remain_space=places,
        start_date=first_day,
        end_date=sessions[-1].end_date.date(),
        sessions=sessions,
    )


def _sessions(plan: _Plan) -> Iterator[SessionDraft]:
    # Once a week, so that longer tutorials include a change of the clocks.
    spare_weeks = plan.sitting.weeks - plan.session_count
    weekday = SATURDAY if plan.number % 25 == 0 else plan.number % 5
    first_day = plan.sitting.opens + (plan.number * 5 % (spare_weeks + 1)) * WEEK
    zone = ZoneInfo(plan.place.time_zone)
    begins, ends = ONLINE_HOURS if plan.is_online else CLASSROOM_HOURS
    for sequence in range(1, plan.session_count + 1):
        day = first_day + timedelta(days=weekday) + (sequence - 1) * WEEK
        yield SessionDraft(
            title=f"{plan.course.name}, day {sequence} of {plan.session_count}",
            location=plan.place.location,
            venue=plan.venue,
            start_date=datetime.combine(day, begins, tzinfo=zone),
            end_date=datetime.combine(day, ends, tzinfo=zone),
            sequence=sequence,
            url=f"https://meet.example.org/{plan.code.lower()}" if plan.is_online else None,
            time_zone=plan.place.time_zone,
        )


def _places_left(number: int) -> int:
    if number % 12 == 0:
        return 0
    return 1 + number % 2 if number % 7 == 0 else 3 + number % (CAPACITY - 2)


def _store_product(plan: _Plan) -> StoreProduct:
    mode = "LO" if plan.is_online else "f2f"
    product = sold_for(
        CourseTemplateCode.parse(f"{plan.course.code}_{mode}_{plan.session_count}"),
        location=plan.place.location,
        sitting=plan.sitting.name,
        first_day=plan.sitting.first_day,
        last_day=plan.sitting.last_day,
    )
    group = "Live online" if plan.is_online else "Face to face"
    return replace(
        product,
        subject=plan.course.subject,
        product=replace(product.product, groups=("Tutorial", group)),
        prices=prices((95 if plan.is_online else 245) * plan.session_count),
    )
