"""Stored events in the form that a plan or a calendar needs."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from domain.catalogue import StoreProduct
from domain.errors import Invalid
from domain.plans.course_templates import CourseTemplateCode
from domain.plans.products import tutorial_store_product
from domain.text import spelling_key
from domain.tutorials.events import TutorialEvent

# Placeholders: store products are compared without the days of their exam session.
ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """When an event was created, and when it or one of its sessions was last changed.

    Both times are aware. `number` is 0 for a new event, and grows with each change.
    """

    number: int
    created_at: datetime
    updated_at: datetime


class RevisedEvent(NamedTuple):
    """An event with its last change, for a calendar."""

    event: TutorialEvent
    revision: Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEvent:
    """A stored event and its product."""

    event: TutorialEvent
    store_product_code: str
    variation_type: str
    variation_code: str | None

    @property
    def planned_template(self) -> CourseTemplateCode | None:
        """The template code with which an import finds the same store product.

        None if there is no template code for the product.
        """
        event = self.event
        if not event.sessions:
            return None
        planned = _planned(
            event.variation_name, event.sessions[0].location, event.exam_session_code
        )
        if planned is None:
            return None
        template, product = planned
        is_same = (
            template.text == event.variation_name
            and self._is_variation(product.variation.variation_type, template.text)
            and product.subject.code == event.subject_code.upper()
            and product.exam_session.session_code == event.exam_session_code
            and spelling_key(product.product.fullname) == spelling_key(event.product_name)
        )
        return template if is_same else None

    def _is_variation(self, variation_type: str, code: str) -> bool:
        if self.variation_code:
            return self.variation_code == code
        return self.variation_type == variation_type


# Cached, because thousands of events belong to a few hundred products.
@lru_cache(4096)
def _planned(
    template_code: str, location: str, sitting: str
) -> tuple[CourseTemplateCode, StoreProduct] | None:
    """Return the store product that a plan with these values names, if they are valid."""
    try:
        template = CourseTemplateCode.parse(template_code)
        product = tutorial_store_product(
            template, location=location, sitting=sitting, first_day=ANY_DAY, last_day=ANY_DAY
        )
    except Invalid:
        return None
    return template, product
