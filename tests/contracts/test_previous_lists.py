"""The lists of the previous system's routes, in memory and on PostgreSQL."""

from dataclasses import replace
from datetime import date

import pytest

from domain.catalogue import ExamSession, Variation
from domain.errors import NotFound
from tests.contracts.conftest import Repositories
from tests.samples import event, store_product

LONDON, LEEDS = store_product("CM2", "London"), store_product("CB1", "Leeds")
ONLINE = replace(
    LONDON,
    code="CM2/Online/26A",
    variation=Variation(
        variation_type="Online",
        name="Recordings",
        code="REC",
        description="To watch at home.",
        description_short="At home",
    ),
)
LATER = replace(
    LONDON,
    code="CM2/London/26S",
    exam_session=ExamSession(
        session_code="26S", start_date=date(2026, 9, 1), end_date=date(2026, 9, 30)
    ),
)
BOOK = replace(
    LEEDS,
    code="CB1/CN/26A",
    product=replace(LEEDS.product, code="CN", fullname="Course Notes", shortname="Notes"),
)


@pytest.fixture
def ids(repositories: Repositories) -> dict[str, int]:
    """Store five store products, four of them tutorials, and three events; return the ids."""
    found = dict(repositories.store.ensure([LONDON, LEEDS, ONLINE, LATER, BOOK]).ids)
    repositories.tutorials.add(
        [
            (event("B", start=date(2026, 7, 2)), found[LONDON.code]),
            (event("A", start=date(2026, 7, 2), is_soldout=True), found[LONDON.code]),
            (event("C", start=date(2026, 7, 1)), found[LEEDS.code]),
        ]
    )
    return found


def product_id(repositories: Repositories, location: str) -> int:
    products = repositories.previous.tutorial_products()
    return next(each.product_id for each in products if each.location == location)


def test_events_are_listed_by_first_day_then_code(
    repositories: Repositories, ids: dict[str, int]
) -> None:
    first, second, third = repositories.previous.events(None)

    assert (first.code, second.code, third.code) == ("C", "A", "B")
    assert first.id == repositories.tutorials.get("C").id
    assert (first.store_product, first.store_product_code) == (ids[LEEDS.code], LEEDS.code)
    assert (first.subject_code, first.venue, first.remain_space) == ("CB1", "Bankside", 12)
    assert (first.start_date, first.end_date) == (date(2026, 7, 1), date(2026, 7, 1))
    assert (first.is_soldout, second.is_soldout, first.finalisation_date) == (False, True, None)
    assert first.created_at.tzinfo
    assert first.updated_at.tzinfo


@pytest.mark.parametrize(("subject", "codes"), [("CM2", "AB"), ("cb1", "C"), ("CM", "")])
@pytest.mark.usefixtures("ids")
def test_events_of_a_subject(repositories: Repositories, subject: str, codes: str) -> None:
    assert [each.code for each in repositories.previous.events(subject)] == list(codes)


@pytest.mark.usefixtures("ids")
def test_all_tutorials_are_listed(repositories: Repositories) -> None:
    products = repositories.previous.tutorial_products()

    # The order of ids is arbitrary, because the store chooses the order of inserts.
    assert sorted((each.subject_code, each.location) for each in products) == [
        ("CB1", "Tutorial - Leeds"),
        *[("CM2", "Tutorial - London")] * 3,
    ]
    assert {each.subject_name for each in products} == {"The subject CB1", "The subject CM2"}
    assert len({(each.location, each.product_id) for each in products}) == 2


@pytest.mark.usefixtures("ids")
def test_tutorials_of_a_sitting(repositories: Repositories) -> None:
    def listed(session: str, subject: str) -> int:
        number = repositories.exam_session_id(session)
        return len(
            repositories.previous.tutorial_products(exam_session_id=number, subject_code=subject)
        )

    assert (listed("26A", "CM2"), listed("26S", "cm2"), listed("26S", "CB1")) == (2, 1, 0)


def test_the_variations_of_a_product_are_listed(
    repositories: Repositories, ids: dict[str, int]
) -> None:
    london = product_id(repositories, "Tutorial - London")
    found = {each.product_code: each for each in repositories.previous.variations(london, "cm2")}

    assert {code: each.id for code, each in found.items()} == {
        sold.code: ids[sold.code] for sold in (LONDON, ONLINE, LATER)
    }
    first, online = found[LONDON.code], found[ONLINE.code]
    assert (first.variation_type, first.name, first.description) == ("Tutorial", "CM2_f2f_1", None)
    assert (online.description, online.description_short) == ("To watch at home.", "At home")
    assert repositories.previous.variations(london, "CB1") == []


@pytest.mark.usefixtures("ids")
def test_the_code_of_an_event_is_found_by_its_id(repositories: Repositories) -> None:
    assert repositories.previous.event_code(repositories.tutorials.get("B").id) == "B"


@pytest.mark.usefixtures("ids")
def test_an_unknown_id_is_not_found(repositories: Repositories) -> None:
    with pytest.raises(NotFound, match="product with the id 999999"):
        repositories.previous.variations(999_999, None)
    with pytest.raises(NotFound, match="event with the id 999999"):
        repositories.previous.event_code(999_999)
