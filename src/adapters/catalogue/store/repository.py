"""The repository of store products."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction

from adapters.catalogue.models import ExamSessionSubject, ProductVariation, StoreProduct
from adapters.catalogue.store.new_rows import NewRows
from adapters.catalogue.store.products import (
    by_spelling,
    ensure_exam_sessions,
    ensure_products,
    ensure_subjects,
    ensure_variations,
)
from adapters.catalogue.store.store_products import (
    ensure_pairs,
    ensure_prices,
    ensure_store_products,
)
from domain import catalogue as domain
from domain.errors import Conflict
from domain.ports.store import EnsuredStore
from domain.text import spelling_key


class DjangoStore:
    """`StoreRepository` on PostgreSQL."""

    def find(self, codes: Iterable[str]) -> Mapping[str, int]:
        stored = StoreProduct.objects.filter(product_code__in=list(codes))
        return dict(stored.values_list("product_code", "id"))

    def ensure(self, store_products: Sequence[domain.StoreProduct]) -> EnsuredStore:
        try:
            with transaction.atomic():
                return _ensure(store_products)
        except IntegrityError as error:
            message = f"The import conflicts with stored data: {error}"
            raise Conflict(message.strip()) from error


def _ensure(wanted: Sequence[domain.StoreProduct]) -> EnsuredStore:
    new_rows = NewRows()
    subjects = ensure_subjects(new_rows, {item.subject.code: item.subject for item in wanted})
    exam_sessions = ensure_exam_sessions(
        new_rows, {item.exam_session.session_code: item.exam_session for item in wanted}
    )
    products = ensure_products(new_rows, by_spelling(item.product for item in wanted))
    variations = ensure_variations(new_rows, {item.variation for item in wanted})
    sittings = {
        item.code: (exam_sessions[item.exam_session.session_code], subjects[item.subject.code])
        for item in wanted
    }
    sitting_ids = ensure_pairs(
        new_rows,
        "exam session subjects",
        ExamSessionSubject,
        ("exam_session_id", "subject_id"),
        sittings,
    )
    pairs = {
        item.code: (products[spelling_key(item.product.fullname)], variations[item.variation])
        for item in wanted
    }
    pair_ids = ensure_pairs(
        new_rows,
        "product variations",
        ProductVariation,
        ("product_id", "product_variation_id"),
        pairs,
    )
    ids = ensure_store_products(
        new_rows, {item.code: (sitting_ids[item.code], pair_ids[item.code]) for item in wanted}
    )
    ensure_prices(new_rows, {ids[item.code]: item.prices for item in wanted})
    return EnsuredStore(ids=ids, created=dict(new_rows.created))
