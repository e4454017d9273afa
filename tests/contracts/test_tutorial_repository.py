from datetime import date

import pytest

from domain.errors import Conflict, NotFound
from domain.instructors.names import NewInstructor, name_of
from domain.paging import PageRequest
from domain.tutorials.changes import EventChange
from domain.tutorials.event_filter import EventFilter
from tests.contracts.conftest import Repositories
from tests.samples import event, session, store_product

NOTHING_ASKED = EventFilter()
FIRST_PAGE = PageRequest()


@pytest.fixture
def listed(repositories: Repositories) -> Repositories:
    """Three events: two of CM2 in London, one of CB1 in Leeds that is sold out."""
    london, leeds = store_product("CM2", "London"), store_product("CB1", "Leeds")
    ids = repositories.store.ensure([london, leeds]).ids
    repositories.tutorials.add_instructors([NewInstructor("X1", "Grace", "Hopper")])
    everybody = repositories.tutorials.instructors()
    [grace] = [name_of(each) for each in everybody if each.external_id == "X1"]
    repositories.tutorials.add(
        [
            (event("B", start=date(2026, 7, 1)), ids[london.code]),
            (event("A", start=date(2026, 7, 1)), ids[london.code]),
            (
                event(
                    "C",
                    session(location="Leeds", venue="Park Row", instructors=(grace,)),
                    start=date(2026, 6, 1),
                    end_date=date(2026, 7, 1),
                    venue="Park Row",
                    is_soldout=True,
                ),
                ids[leeds.code],
            ),
        ]
    )
    return repositories


def codes(repositories: Repositories, wanted: EventFilter) -> list[str]:
    return [event.code for event in repositories.directory().page(wanted, FIRST_PAGE).items]


def test_events_are_ordered_by_start_date_and_code(listed: Repositories) -> None:
    assert codes(listed, NOTHING_ASKED) == ["C", "A", "B"]


FILTERED: list[tuple[EventFilter, list[str]]] = [
    (EventFilter(subject="cm2"), ["A", "B"]),
    (EventFilter(subject="CM"), []),
    (EventFilter(venue="park"), ["C"]),
    (EventFilter(location="LOND"), ["A", "B"]),
    (EventFilter(location="%"), []),
    (EventFilter(instructor="CE HOPP"), ["C"]),
    (EventFilter(instructor="_"), []),
    (EventFilter(starts_from=date(2026, 6, 2)), ["A", "B"]),
    (EventFilter(starts_from=date(2026, 7, 1)), ["A", "B"]),
    (EventFilter(starts_to=date(2026, 6, 30)), ["C"]),
    (EventFilter(starts_to=date(2026, 7, 1)), ["C", "A", "B"]),
    (EventFilter(available=True), ["A", "B"]),
    (EventFilter(available=False), ["C"]),
    (EventFilter(cancelled=True), []),
    (EventFilter(subject="CM2", location="Leeds"), []),
]


@pytest.mark.parametrize("name", EventFilter.__dataclass_fields__)
def test_every_filter_is_tried(name: str) -> None:
    # A filter without a condition would silently return all events.
    assert any(getattr(wanted, name) is not None for wanted, _ in FILTERED), (
        f"add a case with {name!r} to FILTERED, and the condition to "
        "domain/search/events/matching.py"
    )


@pytest.mark.parametrize(("wanted", "expected"), FILTERED)
def test_a_filter_returns_the_matching_events(
    listed: Repositories, wanted: EventFilter, expected: list[str]
) -> None:
    assert codes(listed, wanted) == expected


def test_pages_share_no_event(listed: Repositories) -> None:
    pages = [
        listed.directory().page(NOTHING_ASKED, PageRequest(page=number, page_size=2))
        for number in (1, 2, 3)
    ]

    assert [[event.code for event in page.items] for page in pages] == [["C", "A"], ["B"], []]
    assert {page.pagination.total_count for page in pages} == {3}


def test_an_event_is_read_with_its_product(listed: Repositories) -> None:
    found = listed.tutorials.get("C")

    assert (found.subject_code, found.exam_session_code) == ("CB1", "26A")
    assert (found.product_name, found.variation_name) == ("Tutorial - Leeds", "CB1_f2f_1")
    assert (found.venue, found.is_soldout, found.remain_space) == ("Park Row", True, 12)


def test_sessions_are_read_in_order_and_in_local_time(
    repositories: Repositories,
) -> None:
    sold = store_product()
    ids = repositories.store.ensure([sold]).ids
    abroad = session(1, time_zone="America/New_York", url="https://example.org/")
    repositories.tutorials.add([(event("A", session(2), abroad), ids[sold.code])])

    first, second = repositories.tutorials.get("A").sessions

    assert [first.sequence, second.sequence] == [1, 2]
    assert second.start_date.isoformat() == "2026-07-01T09:00:00+01:00"
    assert first.start_date.isoformat() == "2026-07-01T04:00:00-04:00"
    assert first.url == "https://example.org/"


def test_an_unknown_code_is_not_found(listed: Repositories) -> None:
    with pytest.raises(NotFound, match="'a'"):
        listed.tutorials.get("a")


def test_only_existing_events_are_found(listed: Repositories) -> None:
    assert set(listed.tutorials.find(["A", "C", "Z"])) == {"A", "C"}


def test_an_event_cannot_be_added_twice(listed: Repositories) -> None:
    there = listed.tutorials.get("A")

    with pytest.raises(Conflict):
        listed.tutorials.add([(event("A"), there.store_product_id)])


def test_a_change_keeps_every_id(listed: Repositories) -> None:
    before = listed.tutorials.get("A")
    (old,) = before.sessions

    listed.tutorials.change(
        [
            EventChange(
                id=before.id,
                code="A",
                values={"venue": "Holborn", "store_product_id": before.store_product_id},
                sessions={old.id: {"venue": "Holborn"}},
                new_sessions=(session(2, day=date(2026, 7, 2)),),
            )
        ]
    )

    after = listed.tutorials.get("A")
    assert (after.id, after.venue, after.remain_space) == (before.id, "Holborn", 12)
    assert [(s.id == old.id, s.venue) for s in after.sessions] == [
        (True, "Holborn"),
        (False, "Bankside"),
    ]


def test_an_event_has_its_last_change(listed: Repositories) -> None:
    stored = listed.tutorials.get("C")

    event, revision = listed.tutorials.revised("C")

    assert event == stored
    assert revision.number == 0
    assert revision.created_at <= revision.updated_at
    other = listed.tutorials.revised("A")
    ids = [stored.id, 2**40, other.event.id]
    assert list(listed.tutorials.all_revised(ids)) == [(stored, revision), other]
    with pytest.raises(NotFound, match="'D'"):
        listed.tutorials.revised("D")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((None, None), ["C", "A", "B"]),
        ((date(2026, 7, 2), None), []),
        ((None, date(2026, 6, 30)), []),
        ((date(2026, 7, 1), date(2026, 7, 1)), ["C", "A", "B"]),
        ((date(2026, 7, 2), date(2026, 7, 1)), []),
    ],
)
def test_booked_sessions_are_those_of_the_days(
    listed: Repositories, days: tuple[date | None, date | None], expected: list[str]
) -> None:
    booked = listed.tutorials.booked(*days)

    assert sorted(each.event_code for each in booked) == sorted(expected)
    for each in booked:
        (stored,) = listed.tutorials.get(each.event_code).sessions
        assert (each.id, each.start_date, each.venue) == (
            stored.id,
            stored.start_date,
            stored.venue,
        )
