"""Creates missing products and the rows that they refer to."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Upper

from adapters.catalogue.models import (
    ExamSession,
    ExamSessionSubject,
    FilterGroup,
    Price,
    Product,
    ProductFilterGroup,
    ProductVariation,
    StoreProduct,
    Subject,
    Variation,
)
from domain import catalogue as domain
from domain.clocks import DEFAULT_TIME_ZONE
from domain.errors import Conflict
from domain.ports import EnsuredStore
from domain.text import spelling_key


class DjangoStore:
    """`StoreRepository` on PostgreSQL."""

    def find(self, codes: Iterable[str]) -> Mapping[str, int]:
        stored = StoreProduct.objects.filter(product_code__in=list(codes))
        return dict(stored.values_list("product_code", "id"))

    def ensure(self, store_products: Sequence[domain.StoreProduct]) -> EnsuredStore:
        try:
            with transaction.atomic():
                return _Ensuring().all(store_products)
        except IntegrityError as error:
            message = f"The store has one of these already, as something else: {error}"
            raise Conflict(message.strip()) from error


class _Ensuring:
    """One run; every step returns the ids of its kind by their natural keys."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()

    def all(self, wanted: Sequence[domain.StoreProduct]) -> EnsuredStore:
        subjects = self._subjects({item.subject.code: item.subject for item in wanted})
        exam_sessions = self._exam_sessions(
            {item.exam_session.session_code: item.exam_session for item in wanted}
        )
        products = self._products(_by_spelling(item.product for item in wanted))
        variations = self._variations({item.variation for item in wanted})
        sittings = {
            item.code: (exam_sessions[item.exam_session.session_code], subjects[item.subject.code])
            for item in wanted
        }
        sitting_ids = self._pairs(
            "exam session subjects", ExamSessionSubject, ("exam_session_id", "subject_id"), sittings
        )
        pairs = {
            item.code: (products[spelling_key(item.product.fullname)], variations[item.variation])
            for item in wanted
        }
        pair_ids = self._pairs(
            "product variations", ProductVariation, ("product_id", "product_variation_id"), pairs
        )
        ids = self._store_products(
            {item.code: (sitting_ids[item.code], pair_ids[item.code]) for item in wanted}
        )
        self._prices({ids[item.code]: item.prices for item in wanted})
        return EnsuredStore(ids=ids, created=dict(self.created))

    def _subjects(self, wanted: Mapping[str, domain.Subject]) -> dict[str, int]:
        # Case-insensitive; an exact match has priority.
        stored = Subject.objects.annotate(key=Upper("code")).filter(key__in=map(str.upper, wanted))
        by_key = dict(stored.order_by("-id").values_list("key", "id"))
        by_code = dict(stored.values_list("code", "id"))
        existing = {
            code: by_code.get(code) or by_key[code.upper()]
            for code in wanted
            if code.upper() in by_key
        }
        rows = {
            code: Subject(code=code, description=subject.description)
            for code, subject in wanted.items()
        }
        return self._missing("subjects", rows, existing)

    def _exam_sessions(self, wanted: Mapping[str, domain.ExamSession]) -> dict[str, int]:
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
        return self._missing(
            "exam sessions", rows, dict(existing.values_list("session_code", "id"))
        )

    def _products(self, wanted: Mapping[str, domain.Product]) -> dict[str, int]:
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
        ids = self._missing("products", rows, existing)
        new = {ids[key]: product for key, product in wanted.items() if key not in existing}
        self._group(new)
        return ids

    def _group(self, products: Mapping[int, domain.Product]) -> None:
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

    def _variations(self, wanted: set[domain.Variation]) -> dict[domain.Variation, int]:
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
        return self._missing("variations", rows, existing)

    def _pairs(
        self,
        kind: str,
        model: type[models.Model],
        columns: tuple[str, str],
        wanted: Mapping[str, tuple[int, int]],
    ) -> dict[str, int]:
        """Ensure rows that link two others; return their ids by the names in `wanted`."""
        first, second = columns
        stored = model._default_manager.filter(
            **{f"{first}__in": {pair[0] for pair in wanted.values()}}
        )
        existing = {(a, b): id_ for a, b, id_ in stored.values_list(first, second, "id")}
        rows = {pair: model(**{first: pair[0], second: pair[1]}) for pair in wanted.values()}
        ids = self._missing(kind, rows, existing)
        return {name: ids[pair] for name, pair in wanted.items()}

    def _store_products(self, wanted: Mapping[str, tuple[int, int]]) -> dict[str, int]:
        stored = StoreProduct.objects.filter(
            exam_session_subject_id__in={sitting for sitting, _ in wanted.values()}
        )
        columns = ("exam_session_subject_id", "product_product_variation_id", "id")
        existing = {(sitting, pair): id_ for sitting, pair, id_ in stored.values_list(*columns)}
        rows = {
            key: StoreProduct(
                product_code=code,
                exam_session_subject_id=key[0],
                product_product_variation_id=key[1],
            )
            for code, key in wanted.items()
        }
        self._refuse_taken_codes(row for key, row in rows.items() if key not in existing)
        ids = self._missing("store products", rows, existing)
        return {code: ids[key] for code, key in wanted.items()}

    def _refuse_taken_codes(self, new: Iterable[StoreProduct]) -> None:
        taken = (
            StoreProduct.objects.filter(product_code__in=[row.product_code for row in new])
            .select_related("product_product_variation__product")
            .first()
        )
        if taken:
            product = taken.product_product_variation.product
            raise Conflict(
                f"The code {taken.product_code} of a new store product belongs to "
                f"{product.fullname!r} already; give one of them another code"
            )

    def _prices(self, wanted: Mapping[int, Sequence[domain.Price]]) -> None:
        stored = Price.objects.filter(product_id__in=wanted)
        existing = {
            (a, b): id_ for a, b, id_ in stored.values_list("product_id", "price_type", "id")
        }
        rows = {
            (product_id, str(price.price_type)): Price(
                product_id=product_id,
                price_type=price.price_type,
                amount=price.amount,
                currency=price.currency,
            )
            for product_id, prices in wanted.items()
            for price in prices
        }
        self._missing("prices", rows, existing)

    def _missing[K: Hashable, M: models.Model](
        self, kind: str, rows: Mapping[K, M], existing: Mapping[K, int]
    ) -> dict[K, int]:
        """Create missing rows; return the ids of all rows."""
        missing = {key: row for key, row in rows.items() if key not in existing}
        if missing:
            model = type(next(iter(missing.values())))
            model._default_manager.bulk_create(missing.values())
        self.created[kind] += len(missing)
        return {**existing, **{key: row.pk for key, row in missing.items()}}


def _by_spelling(products: Iterable[domain.Product]) -> dict[str, domain.Product]:
    """Return the first product of each name, by its normalised spelling."""
    found: dict[str, domain.Product] = {}
    for product in products:
        found.setdefault(spelling_key(product.fullname), product)
    return found


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(DEFAULT_TIME_ZONE))
