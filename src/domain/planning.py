"""The codes of the back office, and the products that a plan creates.

A course template code is `SUBJECT_MODE_N`, such as `CB1_f2f_3`: the subject, the mode (`LO` live
online, `f2f` face to face, `OC` online classroom) and the number of sessions.
"""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Self

from domain.catalogue import ExamSession, Product, StoreProduct, Subject, Variation
from domain.errors import FieldError, Invalid
from domain.text import spelling_key
from domain.tutorials import EventDraft

LONGEST_PRODUCT_CODE = 10
LIVE_ONLINE = "Live Online"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent[P: StoreProduct | str = StoreProduct]:
    """An event to be stored, and the product that sells it.

    A product that must already exist is given by its code alone.
    """

    event: EventDraft
    store_product: P

    @property
    def store_product_code(self) -> str:
        product: StoreProduct | str = self.store_product
        return product if isinstance(product, str) else product.code


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTemplateCode:
    text: str
    subject: str
    session_count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a code; the subject is converted to upper case.

        Raises:
            Invalid: if the text is not such a code.

        """
        found = re.fullmatch(r"([A-Za-z0-9]{1,10})_(?:LO|f2f|OC)_([1-9][0-9]?)", text)
        if not found:
            message = "must be SUBJECT_MODE_N with the mode LO, f2f or OC, such as CB1_f2f_3"
            raise Invalid(FieldError("course_template_code", message))
        subject = found[1].upper()
        text = subject + text.removeprefix(found[1])
        return cls(text=text, subject=subject, session_count=int(found[2]))


def exam_session_code(sitting: str) -> str:
    """Return the exam session code of a sitting: 26A for 2026A.

    Raises:
        Invalid: if the text is not a sitting.

    """
    found = re.fullmatch(r"(?:20)?([0-9]{2}[A-Z])", sitting)
    if not found:
        raise Invalid(FieldError("sitting", "must be a year and a letter, such as 2026A"))
    return found[1]


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
