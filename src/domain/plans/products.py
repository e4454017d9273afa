"""The products that a plan creates."""

import re
from datetime import date
from hashlib import sha256

from domain.catalogue import ExamSession, Product, StoreProduct, Subject, Variation
from domain.plans.course_templates import CourseTemplateCode, exam_session_code
from domain.text import spelling_key

LONGEST_PRODUCT_CODE = 10
LIVE_ONLINE = "Live Online"


def tutorial_at(location: str) -> Product:
    """Return the catalogue product of all tutorials at a location, such as `Tutorial - London`."""
    name = LIVE_ONLINE if spelling_key(location) == spelling_key(LIVE_ONLINE) else location
    return Product(
        code=product_code(location),
        fullname=f"Tutorial - {name}",
        shortname=name,
        description=None,
        buy_both=False,
        groups=("Tutorial",),
    )


def product_code(name: str) -> str:
    """Return a code of at most 10 characters, the same for all spellings of a name.

    The code of a long name ends in four digits of its hash, so that names with the same beginning
    have different codes.
    """
    key = spelling_key(name)
    letters = re.sub(r"[^A-Z0-9]", "", key.upper())
    if letters == key.upper() and len(letters) <= LONGEST_PRODUCT_CODE:
        return letters
    digest = sha256(key.encode()).hexdigest()[:4].upper()
    return letters[: LONGEST_PRODUCT_CODE - len(digest)] + digest


def tutorial_store_product(
    template: CourseTemplateCode, *, location: str, sitting: str, first_day: date, last_day: date
) -> StoreProduct:
    """Return the store product of a tutorial: subject, exam session, product and variation.

    `first_day` and `last_day` are those of all tutorials planned for the sitting. They become the
    dates of the exam session if it has to be created.

    Raises:
        Invalid: with the invalid fields.

    """
    session_code = exam_session_code(sitting)
    product = tutorial_at(location)
    return StoreProduct(
        code=f"{template.subject}/{product.code}/{template.text}/{session_code}",
        subject=Subject(code=template.subject, description=None),
        exam_session=ExamSession(
            session_code=session_code, start_date=first_day, end_date=last_day
        ),
        product=product,
        variation=Variation(
            variation_type="Tutorial",
            name=template.text,
            code=template.text,
            description=f"{template.subject} {template.session_count}-day bundle",
            description_short=None,
        ),
        prices=(),
    )
