from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.catalogue import (
    ExamSession,
    Price,
    PriceType,
    Product,
    StoreProduct,
    Subject,
    Variation,
    product_type,
)
from domain.errors import Invalid


@pytest.mark.parametrize(
    ("build", "field", "longest"),
    [
        (lambda text: Subject(code=text, description=None), "code", 10),
        (lambda text: session(code=text), "session_code", 50),
        (lambda text: replace(product(), code=text), "code", 10),
        (lambda text: replace(product(), fullname=text), "fullname", 255),
        (lambda text: replace(product(), shortname=text), "shortname", 100),
        (lambda text: replace(variation(), variation_type=text), "variation_type", 32),
        (lambda text: replace(variation(), name=text), "name", 64),
        (lambda text: replace(variation(), code=text), "code", 50),
        (lambda text: replace(store_product(), code=text), "code", 64),
    ],
)
def test_a_text_has_a_greatest_length(
    build: Callable[[str], object], field: str, longest: int
) -> None:
    build("x" * longest)
    with pytest.raises(Invalid) as refused:
        build("x" * (longest + 1))

    assert str(refused.value) == (
        f"{field}: must not be blank, nor longer than {longest} characters"
    )


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Subject(code=" ", description=None),
            "code: must not be blank, nor longer than 10 characters",
        ),
        (lambda: session(days=-1), "end_date: must not be before the start"),
        (lambda: price("-0.01"), "amount: must be from 0 to 99999999.99"),
        (lambda: price("100000000"), "amount: must be from 0 to 99999999.99"),
        (lambda: price("NaN"), "amount: must be from 0 to 99999999.99"),
        (lambda: price("1.005"), "amount: must have at most two decimals"),
        (
            lambda: price("1.00", currency="gbp"),
            "currency: must be an ISO 4217 code, such as GBP",
        ),
        (
            lambda: price("-0.001", currency="EURO"),
            (
                "amount: must be from 0 to 99999999.99; amount: must have at most two decimals; "
                "currency: must be an ISO 4217 code, such as GBP"
            ),
        ),
    ],
)
def test_an_invalid_entity_cannot_be_created(build: Callable[[], object], message: str) -> None:
    with pytest.raises(Invalid) as refused:
        build()

    assert str(refused.value) == message


def test_the_ends_of_a_range_belong_to_it() -> None:
    assert [price("0").amount, price("99999999.99").amount] == [0, Decimal("99999999.99")]
    assert session(days=0).start_date == session(days=0).end_date


def test_a_price_keeps_its_decimals() -> None:
    assert str(price("755.00").amount) == "755.00"


@pytest.mark.parametrize(
    ("groups", "fullname", "expected"),
    [
        (["Tutorial"], "Anything", "Tutorial"),
        (["Live TUTORIALS", "Marking"], "Anything", "Tutorial"),
        (["Series X Marking"], "Tutorial - London", "Markings"),
        (["Material"], "Tutorial - London", "Tutorial"),
        ([], "Mock Exam Marking", "Markings"),
        (["Material"], "Course Notes", "Materials"),
        ([], "Course Notes", "Materials"),
    ],
)
def test_the_type_depends_on_the_groups_and_then_on_the_name(
    groups: list[str], fullname: str, expected: str
) -> None:
    assert product_type(frozenset(groups), fullname) == expected


def session(*, code: str = "26A", days: int = 1) -> ExamSession:
    start = date(2026, 4, 1)
    return ExamSession(session_code=code, start_date=start, end_date=start + timedelta(days))


def product() -> Product:
    return Product(
        code="CN",
        fullname="Course Notes",
        shortname="Notes",
        description=None,
        buy_both=False,
        groups=(),
    )


def variation() -> Variation:
    return Variation(
        variation_type="Printed",
        name="Printed",
        code=None,
        description=None,
        description_short=None,
    )


def store_product() -> StoreProduct:
    return StoreProduct(
        code="CM2/PCN/26A",
        subject=Subject(code="CM2", description=None),
        exam_session=session(),
        product=product(),
        variation=variation(),
        prices=(),
    )


def price(amount: str, currency: str = "GBP") -> Price:
    return Price(price_type=PriceType.STANDARD, amount=Decimal(amount), currency=currency)
