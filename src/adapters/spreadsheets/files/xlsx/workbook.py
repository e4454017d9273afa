"""Finds a sheet of a workbook, and the data that its cells refer to."""

from dataclasses import dataclass

from adapters.spreadsheets.files.cell_values import BookContext
from adapters.spreadsheets.files.limits import LARGEST_PART, Deadline, UnreadableFileError
from adapters.spreadsheets.files.xlsx.package import Package
from adapters.spreadsheets.files.xlsx.shared_parts import SharedTexts, Styles
from adapters.spreadsheets.files.xlsx.xml_stream import Attributes, XmlHandler, read_through
from domain.text import one_line

DEFAULT_BOOK = "xl/workbook.xml"
RELATIONSHIP_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of an open workbook: its name, its part, and the data that its cells refer to."""

    name: str
    part: str
    is_hidden: bool
    context: BookContext


def find_sheet(package: Package, wanted: str, deadline: Deadline) -> SheetPart:
    """Return the sheet with a name; an exact match is preferred to one in another case.

    Raises:
        UnreadableFileError: if there is no such sheet, or more than one.

    """
    book_part = _book_part(package, deadline)
    book = _Book()
    with package.part(book_part, largest=LARGEST_PART) as source:
        read_through(source, book, deadline)
    chosen = _chosen(book.sheets, wanted)
    related = package.relationships(book_part, deadline)
    kind, part = related.get(chosen.relationship, ("", ""))
    if kind != "worksheet":
        raise UnreadableFileError(f"{chosen.name!r} is not a sheet of cells in this file")
    parts = {kind: target for kind, target in related.values() if target in package.names}
    texts, styles = SharedTexts(), Styles()
    for kind, handler in (("sharedStrings", texts), ("styles", styles)):
        if kind in parts:
            with package.part(parts[kind], largest=LARGEST_PART) as source:
                read_through(source, handler, deadline)
    context = BookContext(texts.found, styles.formats, book.is_1904)
    return SheetPart(chosen.name, part, chosen.is_hidden, context)


def _book_part(package: Package, deadline: Deadline) -> str:
    related = package.relationships("", deadline).values()
    part = next((target for kind, target in related if kind == "officeDocument"), DEFAULT_BOOK)
    if part not in package.names or not part.endswith(".xml"):
        if "mimetype" in package.names:
            raise UnreadableFileError("it is an OpenDocument file; save it as .xlsx")
        if part.endswith(".bin"):
            raise UnreadableFileError("it is a binary workbook (.xlsb); save it as .xlsx")
        raise UnreadableFileError("it is another kind of archive, or a part is missing")
    return part


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    relationship: str
    is_hidden: bool


def _chosen(sheets: list[_Entry], wanted: str) -> _Entry:
    exact = [sheet for sheet in sheets if sheet.name == wanted]
    alike = [sheet for sheet in sheets if one_line(sheet.name).casefold() == wanted.casefold()]
    found = exact or alike
    names = ", ".join(repr(sheet.name) for sheet in sheets[:20])
    if not found:
        raise UnreadableFileError(f"it has no sheet {wanted!r}; it has {names or 'none'}")
    if len(found) > 1:
        raise UnreadableFileError(f"more than one sheet is called {wanted!r}; it has {names}")
    return found[0]


class _Book(XmlHandler):
    def __init__(self) -> None:
        super().__init__()
        self.starts = {"workbookPr": self._properties, "sheet": self._sheet}
        self.sheets: list[_Entry] = []
        self.is_1904 = False

    def _properties(self, attributes: Attributes) -> None:
        self.is_1904 = attributes.get("date1904") in {"1", "true", "on"}

    def _sheet(self, attributes: Attributes) -> None:
        relationship = next((attributes[k] for k in RELATIONSHIP_ID if k in attributes), "")
        is_hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(_Entry(attributes.get("name", ""), relationship, is_hidden))
