from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from adapters.demo.catalogue import DemoCatalogue, demo_catalogue
from adapters.demo.sittings import next_sittings
from domain.catalogue import PriceType
from domain.clashes.overlaps import BookedSession, clashes
from domain.tutorials.events import EventDraft

# One day per month, including two changes of the clocks and a leap day.
DAYS = [date(2027, 9, 30) + timedelta(days=n * 31) for n in range(12)]
SATURDAY = 5


# Each test of a day reads the same catalogue.
catalogue_on = cache(demo_catalogue)


def events_of(demo: DemoCatalogue) -> list[EventDraft]:
    return [plan.event for plan in demo.planned]


@pytest.fixture(params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    assert isinstance(request.param, date)
    return request.param


def test_the_same_date_produces_the_same_catalogue() -> None:
    assert demo_catalogue(DAYS[0]) == demo_catalogue(DAYS[0])


def test_it_has_a_realistic_size_on_any_date(today: date) -> None:
    demo = catalogue_on(today)
    events = events_of(demo)
    assert len({event.code for event in events}) == len(events) == 308
    assert sum(len(event.sessions) for event in events) == 1230
    assert {len(event.sessions) for event in events} == set(range(1, 11))
    assert len({plan.store_product.subject.code for plan in demo.planned}) == 22
    assert len(demo.other_products) == 308


def test_every_tutorial_is_in_the_future_and_before_its_exams(today: date) -> None:
    for plan in catalogue_on(today).planned:
        assert today < plan.event.start_date
        assert plan.event.end_date < plan.store_product.exam_session.start_date


def test_sessions_begin_in_the_morning_and_rarely_on_weekends(today: date) -> None:
    sessions = [session for event in events_of(catalogue_on(today)) for session in event.sessions]
    assert {f"{session.start_date:%H:%M}" for session in sessions} == {"09:00", "09:30"}
    weekends = [session for session in sessions if session.start_date.weekday() >= SATURDAY]
    assert 0 < len(weekends) < len(sessions) / 20


def test_the_demo_has_no_clashes(today: date) -> None:
    drafts = [(event, each) for event in events_of(catalogue_on(today)) for each in event.sessions]
    booked = [
        BookedSession(
            id=number,
            event_code=event.code,
            sequence=1,
            title=each.title,
            location=each.location,
            venue=each.venue,
            start_date=each.start_date,
            end_date=each.end_date,
            instructors=tuple(map(str, each.instructors or ())),
        )
        for number, (event, each) in enumerate(drafts)
    ]
    assert clashes(booked) == []
    assert all(session.instructors for session in booked)


def test_some_events_include_a_change_of_the_clocks(today: date) -> None:
    offsets = [
        {session.start_date.utcoffset() for session in event.sessions}
        for event in events_of(catalogue_on(today))
    ]
    assert any(len(each) == 2 for each in offsets)


def test_some_events_are_sold_out_or_almost() -> None:
    places = Counter(event.remain_space for event in events_of(catalogue_on(DAYS[0])))
    assert 0 < places[0] < 30
    assert 0 < places[1] + places[2] < 60
    assert all(
        event.is_soldout == (event.remain_space == 0) for event in events_of(catalogue_on(DAYS[0]))
    )


def test_every_store_product_has_four_prices_and_a_unique_code() -> None:
    demo = catalogue_on(DAYS[0])
    tutorials = {plan.store_product.code: plan.store_product for plan in demo.planned}
    products = [*tutorials.values(), *demo.other_products]
    assert len({product.code for product in products}) == len(products)
    for product in products:
        assert [price.price_type for price in product.prices] == list(PriceType)
        assert len({price.amount for price in product.prices}) == len(PriceType)


def test_a_bundle_has_one_subject_and_one_exam_session(today: date) -> None:
    for bundle in catalogue_on(today).bundles:
        sittings = {(sold.subject, sold.exam_session.session_code) for sold in bundle.components}
        assert len(sittings) == 1
        assert len({sold.code for sold in bundle.components}) == len(bundle.components) > 1


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (date(2027, 1, 3), ["2027A", "2027B"]),
        (date(2027, 1, 4), ["2027B", "2028A"]),
        (date(2027, 12, 31), ["2028A", "2028B"]),
    ],
)
def test_a_sitting_without_time_for_tutorials_is_omitted(today: date, names: list[str]) -> None:
    assert [sitting.name for sitting in next_sittings(today)] == names
