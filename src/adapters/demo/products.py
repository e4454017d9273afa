"""The other products of the demo: materials and markings for each subject and sitting."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.demo.prices import prices
from adapters.demo.sittings import Sitting
from adapters.demo.texts import COURSES, Course
from domain.catalogue import ExamSession, Product, StoreProduct, Variation
from domain.plans.course_templates import exam_session_code

PRINTED = Variation(
    variation_type="Printed",
    name="Printed copy",
    code="PRINTED",
    description="Sent by post.",
    description_short="By post",
)
EBOOK = Variation(
    variation_type="eBook",
    name="eBook",
    code="EBOOK",
    description="Read on any screen, at once.",
    description_short="On screen",
)
BY_TUTOR = Variation(
    variation_type="Marking",
    name="Marked by a tutor",
    code="MARKED",
    description="Returned with comments within a week.",
    description_short="With comments",
)


@dataclass(frozen=True, slots=True)
class Offer:
    product: Product
    variations: tuple[Variation, ...]
    pounds: int


def _product(code: str, name: str, description: str, *groups: str) -> Product:
    return Product(
        code=code,
        fullname=name,
        shortname=name,
        description=description,
        buy_both="Core study material" in groups,
        groups=groups,
    )


OFFERS = (
    Offer(
        _product(
            "NOTES",
            "Course Notes",
            "The whole syllabus, with worked examples.",
            *("Material", "Core study material"),
        ),
        (PRINTED, EBOOK),
        180,
    ),
    Offer(
        _product(
            "REVISION",
            "Revision Notes",
            "The syllabus on a hundred pages.",
            *("Material", "Revision material"),
        ),
        (PRINTED, EBOOK),
        60,
    ),
    Offer(
        _product(
            "QUESTIONS",
            "Question Bank",
            "Questions in the style of the exam, with solutions.",
            *("Material", "Revision material"),
        ),
        (EBOOK,),
        45,
    ),
    Offer(
        _product("ASSIGN", "Assignment Marking", "Four assignments.", "Marking"),
        (BY_TUTOR,),
        120,
    ),
    Offer(
        _product("MOCK", "Mock Exam Marking", "One exam under exam conditions.", "Marking"),
        (BY_TUTOR,),
        75,
    ),
)


def other_products(sitting: Sitting) -> Iterator[StoreProduct]:
    for course in COURSES:
        for offer in OFFERS:
            for variation in offer.variations:
                yield _store_product(sitting, course, offer, variation)


def _store_product(
    sitting: Sitting, course: Course, offer: Offer, variation: Variation
) -> StoreProduct:
    session_code = exam_session_code(sitting.name)
    return StoreProduct(
        code=f"{course.code}/{offer.product.code}/{variation.code}/{session_code}",
        subject=course.subject,
        exam_session=ExamSession(
            session_code=session_code, start_date=sitting.first_day, end_date=sitting.last_day
        ),
        product=offer.product,
        variation=variation,
        prices=prices(offer.pounds),
    )
