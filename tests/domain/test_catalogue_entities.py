from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from domain.catalogue import (
    ExamSession,
    Price,
    PriceType,
    Product,
    Subject,
    Variation,
    product_type,
)
from domain.errors import Invalid


@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: Subject(code=" ", description=None), "code"),
        (lambda: Subject(code="x" * 11, description=None), "code"),
        (
            lambda: ExamSession(
                session_code="26A", start_date=date(2026, 4, 2), end_date=date(2026, 4, 1)
            ),
            "end_date",
        ),
        (lambda: product(fullname=""), "fullname"),
        (lambda: product(shortname="x" * 101), "shortname"),
        (lambda: variation(name="x" * 65), "name"),
        (lambda: variation(code="x" * 51), "code"),
        (lambda: price("-0.01"), "amount"),
        (lambda: price("100000000"), "amount"),
        (lambda: price("NaN"), "amount"),
        (lambda: price("1.005"), "amount"),
        (lambda: price("1.00", currency="gbp"), "currency"),
    ],
)
def test_what_breaks_a_rule_cannot_be_built(build: Callable[[], object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        build()

    assert [error.field for error in refused.value.errors] == [field]


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
def test_the_type_comes_from_the_groups_and_then_from_the_name(
    groups: list[str], fullname: str, expected: str
) -> None:
    assert product_type(frozenset(groups), fullname) == expected


def product(fullname: str = "Course Notes", shortname: str = "Notes") -> Product:
    return Product(
        code="CN",
        fullname=fullname,
        shortname=shortname,
        description=None,
        buy_both=False,
        groups=(),
    )


def variation(name: str = "Printed", code: str | None = None) -> Variation:
    return Variation(
        variation_type="Printed", name=name, code=code, description=None, description_short=None
    )


def price(amount: str, currency: str = "GBP") -> Price:
    return Price(price_type=PriceType.STANDARD, amount=Decimal(amount), currency=currency)
