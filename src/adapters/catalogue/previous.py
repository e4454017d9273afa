"""The lists of the previous system's routes, read from the schema `acted`."""

from collections.abc import Sequence

from django.db.models import F, Q

from adapters.catalogue.models import Product, StoreProduct
from adapters.postgres.snapshot import one_snapshot
from adapters.tutorials.models import TutorialEvent
from domain.errors import NotFound
from domain.previous import ListedEvent, SoldVariation, TutorialProduct

_PRODUCT = "exam_session_subject_product_variation"
_SUBJECT = "exam_session_subject__subject"
_CATALOGUE_PRODUCT = "product_product_variation__product"
_VARIATION = "product_product_variation__product_variation"


class DjangoPreviousLists:
    """`PreviousLists` on PostgreSQL."""

    def events(self, subject_code: str | None) -> Sequence[ListedEvent]:
        names = [name for name in ListedEvent.__dataclass_fields__ if name not in _EVENT_PATHS]
        events = TutorialEvent.objects.filter(
            _of_subject(f"{_PRODUCT}__{_SUBJECT}", subject_code), cancelled_at=None
        )
        rows = events.order_by("start_date", "code").values(*names, **_EVENT_PATHS)
        return [ListedEvent(**row) for row in rows]

    def tutorial_products(
        self, *, exam_session_id: int | None = None, subject_code: str | None = None
    ) -> Sequence[TutorialProduct]:
        sold = StoreProduct.objects.filter(
            _of_subject(_SUBJECT, subject_code),
            is_active=True,
            **{f"{_CATALOGUE_PRODUCT}__fullname__icontains": "tutorial"},
        )
        if exam_session_id is not None:
            sold = sold.filter(exam_session_subject__exam_session_id=exam_session_id)
        rows = sold.order_by("id").values(
            subject_code=F(f"{_SUBJECT}__code"),
            subject_name=F(f"{_SUBJECT}__description"),
            location=F(f"{_CATALOGUE_PRODUCT}__fullname"),
            product_id=F(f"{_CATALOGUE_PRODUCT}_id"),
        )
        return [TutorialProduct(**row) for row in rows]

    def variations(self, product_id: int, subject_code: str | None) -> Sequence[SoldVariation]:
        sold = StoreProduct.objects.filter(
            _of_subject(_SUBJECT, subject_code),
            is_active=True,
            **{f"{_CATALOGUE_PRODUCT}_id": product_id},
        )
        with one_snapshot():
            rows = list(sold.order_by("id").values("id", "product_code", **_VARIATION_PATHS))
            if not rows and not Product.objects.filter(id=product_id).exists():
                raise NotFound(f"There is no product with the id {product_id}.")
        return [SoldVariation(**row) for row in rows]  # type: ignore[call-arg]  # the stubs do not see the paths

    def event_code(self, event_id: int) -> str:
        for code in TutorialEvent.objects.filter(id=event_id).values_list("code", flat=True):
            return code
        raise NotFound(f"There is no tutorial event with the id {event_id}.")


_EVENT_PATHS = {
    "store_product": F(f"{_PRODUCT}_id"),
    "store_product_code": F(f"{_PRODUCT}__product_code"),
    "subject_code": F(f"{_PRODUCT}__{_SUBJECT}__code"),
}
_VARIATION_PATHS = {
    name: F(f"{_VARIATION}__{name}")
    for name in ("variation_type", "name", "description", "description_short")
}


def _of_subject(path: str, code: str | None) -> Q:
    return Q() if code is None else Q(**{f"{path}__code__iexact": code})
