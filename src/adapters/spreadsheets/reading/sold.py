"""Reads what an event is sold as."""

from dataclasses import dataclass

from adapters.spreadsheets.files.values import BLANK
from adapters.spreadsheets.findings import CellError, Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.table.rows import Cell, Row
from domain.errors import Invalid
from domain.plans.course_templates import CourseTemplateCode, exam_session_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What an event is sold as: a template code and a sitting, or the code of a store product.

    `template` is None if the store product is given.
    """

    template: CourseTemplateCode | None
    sitting: str = ""
    store_product: str = ""


def read_sold(first: Row, findings: Findings) -> Sold | None:
    """Return what an event is sold as, or None after recording all invalid cells."""
    before = findings.error_count
    product = findings.read(first[HEADINGS["store_product"]], cells.optional(cells.text))
    if product is not None:
        for name in ("course_template_code", "sitting"):
            if first[HEADINGS[name]].value != BLANK:
                message = f"must be blank, because the store product {product} is named"
                findings.refuse(first[HEADINGS[name]], message, expected="blank")
        sold = Sold(template=None, store_product=product)
    else:
        template = findings.read(first[HEADINGS["course_template_code"]], _template)
        sitting = findings.read(first[HEADINGS["sitting"]], _sitting)
        sold = Sold(template=template, sitting=sitting or "")
    return sold if findings.error_count == before else None


def _template(cell: Cell) -> CourseTemplateCode:
    try:
        return CourseTemplateCode.parse(cells.text(cell))
    except Invalid as error:
        raise CellError(error.errors[0].message, expected=error.errors[0].message) from error


def _sitting(cell: Cell) -> str:
    text = cells.text(cell)
    try:
        exam_session_code(text)
    except Invalid as error:
        raise CellError(error.errors[0].message, expected=error.errors[0].message) from error
    return text
