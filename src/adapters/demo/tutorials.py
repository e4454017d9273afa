"""The tutorials of a sitting: for each subject three online, two in London, two elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, cycle
from zoneinfo import ZoneInfo

from adapters.demo.bookings import Bookings
from adapters.demo.prices import prices
from adapters.demo.sittings import WEEK, Sitting
from adapters.demo.texts import CITIES, COURSES, INSTRUCTORS, LONDON, ONLINE, Course, Place
from domain.catalogue import StoreProduct
from domain.plans.course_templates import CourseTemplateCode, exam_session_code
from domain.plans.planned_event import PlannedEvent
from domain.plans.products import tutorial_store_product as sold_for
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

WEEKDAYS = SATURDAY = 5
CAPACITY = 14
CLASSROOM_HOURS = time(9, 30), time(17)
ONLINE_HOURS = time(9), time(12, 30)
NAMES = tuple(f"{first_name} {last_name}" for first_name, last_name in INSTRUCTORS)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Schedule:
    """The days of an event, and who teaches on them."""

    days: tuple[date, ...]
    instructor: str


def planned_events(sitting: Sitting) -> Iterator[PlannedEvent]:
    bookings = Bookings()
    for plan in _plans(sitting):
        event = _event(plan, _schedule(plan, bookings))
        yield PlannedEvent(event=event, store_product=_store_product(plan))


def _plans(sitting: Sitting) -> Iterator[_Plan]:
    numbers, cities = count(1), cycle(CITIES)
    for course in COURSES:
        elsewhere = next(cities), next(cities)
        for place in (ONLINE, ONLINE, ONLINE, LONDON, LONDON, *elsewhere):
            yield _Plan(number=next(numbers), course=course, place=place, sitting=sitting)


def _schedule(plan: _Plan, bookings: Bookings) -> _Schedule:
    """Find days on which the room and an instructor are free, and book both."""
    rooms = () if plan.is_online else (plan.venue,)
    first = plan.number % len(NAMES)
    for days in _possible_days(plan):
        instructor = bookings.first_free((*NAMES[first:], *NAMES[:first]), days)
        if instructor and all(bookings.is_free(room, days) for room in rooms):
            bookings.book((*rooms, instructor), days)
            return _Schedule(days=days, instructor=instructor)
    raise AssertionError(f"there are too few rooms or instructors for {plan.code}")


def _possible_days(plan: _Plan) -> Iterator[tuple[date, ...]]:
    """Yield days once a week, so that longer tutorials include a change of the clocks."""
    weeks = plan.sitting.weeks - plan.session_count + 1
    for shift in range(WEEKDAYS * weeks):
        weekday = SATURDAY if plan.number % 25 == 0 else (plan.number + shift) % WEEKDAYS
        opens = plan.sitting.opens + ((plan.number * 5 + shift) % weeks) * WEEK
        first_day = opens + timedelta(days=weekday)
        yield tuple(first_day + number * WEEK for number in range(plan.session_count))


def _event(plan: _Plan, schedule: _Schedule) -> EventDraft:
    sessions = tuple(_sessions(plan, schedule))
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


def _sessions(plan: _Plan, schedule: _Schedule) -> Iterator[SessionDraft]:
    zone = ZoneInfo(plan.place.time_zone)
    begins, ends = ONLINE_HOURS if plan.is_online else CLASSROOM_HOURS
    for sequence, day in enumerate(schedule.days, start=1):
        yield SessionDraft(
            title=f"{plan.course.name}, day {sequence} of {plan.session_count}",
            location=plan.place.location,
            venue=plan.venue,
            start_date=datetime.combine(day, begins, tzinfo=zone),
            end_date=datetime.combine(day, ends, tzinfo=zone),
            sequence=sequence,
            url=f"https://meet.example.org/{plan.code.lower()}" if plan.is_online else None,
            time_zone=plan.place.time_zone,
            instructors=(schedule.instructor,),
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
