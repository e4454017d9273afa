"""Ensures subjects, exam sessions, products and variations.

Each function returns the ids by the natural key of the kind.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models.functions import Upper

from adapters.catalogue.models import (
    ExamSession,
    FilterGroup,
    Product,
    ProductFilterGroup,
    Subject,
    Variation,
)
from adapters.catalogue.store.new_rows import NewRows
from domain import catalogue as domain
from domain.clocks import DEFAULT_TIME_ZONE
from domain.text import spelling_key


def ensure_subjects(new_rows: NewRows, wanted: Mapping[str, domain.Subject]) -> dict[str, int]:
    # Case-insensitive; an exact match has priority.
    stored = Subject.objects.annotate(key=Upper("code")).filter(key__in=map(str.upper, wanted))
    by_key = dict(stored.order_by("-id").values_list("key", "id"))
    by_code = dict(stored.values_list("code", "id"))
    existing = {
        code: by_code.get(code) or by_key[code.upper()] for code in wanted if code.upper() in by_key
    }
    rows = {
        code: Subject(code=code, description=subject.description)
        for code, subject in wanted.items()
    }
    return new_rows.add("subjects", rows, existing)


def ensure_exam_sessions(
    new_rows: NewRows, wanted: Mapping[str, domain.ExamSession]
) -> dict[str, int]:
    # The code is not unique in the database. Descending, so that the oldest row wins.
    existing = ExamSession.objects.filter(session_code__in=wanted).order_by("-id")
    rows = {
        code: ExamSession(
            session_code=code,
            start_date=_at(session.start_date, time.min),
            end_date=_at(session.end_date, time(23, 59, 59)),
        )
        for code, session in wanted.items()
    }
    return new_rows.add("exam sessions", rows, dict(existing.values_list("session_code", "id")))


def ensure_products(new_rows: NewRows, wanted: Mapping[str, domain.Product]) -> dict[str, int]:
    existing: dict[str, int] = {}
    # Compared in Python, which can ignore accents. The oldest row wins, unless another has the
    # exact spelling.
    stored = list(Product.objects.order_by("-id").values_list("fullname", "id"))
    for is_exact in (False, True):
        for fullname, id_ in stored:
            product = wanted.get(key := spelling_key(fullname))
            if product and (not is_exact or fullname.lower() == product.fullname.lower()):
                existing[key] = id_
    rows = {
        key: Product(
            code=product.code,
            fullname=product.fullname,
            shortname=product.shortname,
            description=product.description,
            buy_both=product.buy_both,
        )
        for key, product in wanted.items()
    }
    ids = new_rows.add("products", rows, existing)
    new = {ids[key]: product for key, product in wanted.items() if key not in existing}
    _group(new)
    return ids


def ensure_variations(
    new_rows: NewRows, wanted: set[domain.Variation]
) -> dict[domain.Variation, int]:
    stored = Variation.objects.values_list("code", "variation_type", "name", "id")
    by_code = {code: id_ for code, _, _, id_ in stored if code}
    by_name = {(kind, name): id_ for _, kind, name, id_ in stored}
    found = {
        variation: by_code.get(variation.code or "")
        or by_name.get((variation.variation_type, variation.name))
        for variation in wanted
    }
    rows = {
        variation: Variation(
            variation_type=variation.variation_type,
            name=variation.name,
            code=variation.code,
            description=variation.description,
            description_short=variation.description_short,
        )
        for variation in sorted(wanted, key=lambda item: (item.variation_type, item.name))
    }
    existing = {variation: id_ for variation, id_ in found.items() if id_}
    return new_rows.add("variations", rows, existing)


def by_spelling(products: Iterable[domain.Product]) -> dict[str, domain.Product]:
    """Return the first product of each name, by its normalised spelling."""
    found: dict[str, domain.Product] = {}
    for product in products:
        found.setdefault(spelling_key(product.fullname), product)
    return found


def _group(products: Mapping[int, domain.Product]) -> None:
    names = {name for product in products.values() for name in product.groups}
    groups = dict(
        FilterGroup.objects.filter(name__in=names).order_by("-id").values_list("name", "id")
    )
    ProductFilterGroup.objects.bulk_create(
        ProductFilterGroup(product_id=product_id, product_group_id=groups[name])
        for product_id, product in products.items()
        for name in product.groups
        if name in groups
    )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(DEFAULT_TIME_ZONE))
