"""Products for sale: a product in a variation, for a subject in an exam session, with prices.

A store product is one such combination. These classes validate what is written; the read models
are in `domain.search.hits.products`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from domain.errors import check
from domain.text import line_fault

type ProductType = Literal["Tutorial", "Materials", "Markings"]


class PriceType(StrEnum):
    STANDARD = "standard"
    RETAKER = "retaker"
    REDUCED = "reduced"
    ADDITIONAL = "additional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    code: str
    description: str | None

    def __post_init__(self) -> None:
        check([_line(self.code, "code", 10)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamSession:
    """An exam session such as 26A, the first of 2026, with its first and last day."""

    session_code: str
    start_date: date
    end_date: date

    def __post_init__(self) -> None:
        check(
            [
                _line(self.session_code, "session_code", 50),
                (self.start_date <= self.end_date, "end_date", "must not be before the start"),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The template of store products, such as `Tutorial - London`.

    `groups` are the names of its filter groups.
    """

    code: str
    fullname: str
    shortname: str
    description: str | None
    buy_both: bool
    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        check(
            [
                _line(self.code, "code", 10),
                _line(self.fullname, "fullname", 255),
                _line(self.shortname, "shortname", 100),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    variation_type: str
    name: str
    code: str | None
    description: str | None
    description_short: str | None

    def __post_init__(self) -> None:
        check(
            [
                _line(self.variation_type, "variation_type", 32),
                _line(self.name, "name", 64),
                _line(self.code or "-", "code", 50),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount of money, at most 99,999,999.99, in the currency of its ISO 4217 code."""

    price_type: PriceType
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        exponent = self.amount.as_tuple().exponent
        check(
            [
                (
                    self.amount.is_finite() and 0 <= self.amount < 10**8,
                    "amount",
                    "must be from 0 to 99999999.99",
                ),
                (
                    not isinstance(exponent, int) or exponent >= -2,
                    "amount",
                    "must have at most two decimals",
                ),
                (
                    len(self.currency) == 3 and self.currency.isalpha() and self.currency.isupper(),
                    "currency",
                    "must be an ISO 4217 code, such as GBP",
                ),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreProduct:
    """A product for sale: a product in a variation, for a subject in an exam session."""

    code: str
    subject: Subject
    exam_session: ExamSession
    product: Product
    variation: Variation
    prices: tuple[Price, ...]

    def __post_init__(self) -> None:
        check([_line(self.code, "code", 64)])


def product_type(group_names: frozenset[str], fullname: str) -> ProductType:
    """Return the type of a product: by its filter groups, its full name, or else Materials.

    A name with "tutorial" gives Tutorial, and one with "marking" Markings, in any case. Tutorial
    takes precedence.
    """
    for names in (group_names, frozenset({fullname})):
        if any("tutorial" in name.casefold() for name in names):
            return "Tutorial"
        if any("marking" in name.casefold() for name in names):
            return "Markings"
    return "Materials"


def _line(value: str, name: str, longest: int) -> tuple[bool, str, str]:
    fault = line_fault(value, longest=longest)
    return not fault, name, fault
