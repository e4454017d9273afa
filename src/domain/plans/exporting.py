"""An event in an export: everything that a plan contains, and when it was last changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid
from domain.plans.course_templates import CourseTemplateCode, exam_session_code
from domain.plans.products import tutorial_store_product
from domain.text import spelling_key
from domain.tutorials.events import TutorialEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """When a row was created, and when it was last changed; both are aware."""

    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEvent:
    """A stored event, its product, and the revisions of the event and of its sessions by id."""

    event: TutorialEvent
    store_product_code: str
    variation_type: str
    variation_code: str | None
    revision: Revision
    session_revisions: Mapping[int, Revision]

    @property
    def planned_template(self) -> CourseTemplateCode | None:
        """The template code with which an import finds the same store product again.

        None if there is no template code for the product.
        """
        event = self.event
        if not event.sessions:
            return None
        try:
            template = CourseTemplateCode.parse(event.variation_name)
            planned = tutorial_store_product(
                template,
                location=event.sessions[0].location,
                sitting=event.exam_session_code,
                first_day=event.start_date,
                last_day=event.end_date,
            )
            session_code = exam_session_code(event.exam_session_code)
        except Invalid:
            return None
        is_same = (
            template.text == event.variation_name
            and self._is_variation(planned.variation.variation_type, template.text)
            and planned.subject.code == event.subject_code.upper()
            and session_code == event.exam_session_code
            and spelling_key(planned.product.fullname) == spelling_key(event.product_name)
        )
        return template if is_same else None

    def _is_variation(self, variation_type: str, code: str) -> bool:
        if self.variation_code:
            return self.variation_code == code
        return self.variation_type == variation_type
