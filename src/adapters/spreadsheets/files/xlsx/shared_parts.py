"""Reads the shared texts and styles, to which cells refer by number."""

from adapters.spreadsheets.files.cell_values import text_value, unescaped
from adapters.spreadsheets.files.formats import (
    GENERAL,
    NumberFormat,
    builtin_format,
    number_format,
)
from adapters.spreadsheets.files.limits import LONGEST_TEXT, UnreadableFileError
from adapters.spreadsheets.files.values import Value
from adapters.spreadsheets.files.xlsx.xml_stream import Attributes, XmlHandler


class SharedTexts(XmlHandler):
    """The shared texts, without phonetic readings, such as those of Japanese."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = {"si": self._start_item, "t": self._start_text, "rPh": self._start_reading}
        self.ends = {"si": self._end_item, "t": self._end_text, "rPh": self._end_reading}
        self.found: list[Value] = []
        self._pieces: list[str] = []
        self._length = 0
        self._is_read = False
        self._readings = 0

    def text(self, data: str) -> None:
        if self._is_read:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > LONGEST_TEXT:
                raise UnreadableFileError(f"it has a text of more than {LONGEST_TEXT:,} characters")

    def _start_item(self, _attributes: Attributes) -> None:
        self._pieces, self._length = [], 0

    def _start_text(self, _attributes: Attributes) -> None:
        self._is_read = not self._readings

    def _end_text(self) -> None:
        self._is_read = False

    def _start_reading(self, _attributes: Attributes) -> None:
        self._readings += 1

    def _end_reading(self) -> None:
        self._readings -= 1

    def _end_item(self) -> None:
        self.found.append(text_value(unescaped("".join(self._pieces))))


class Styles(XmlHandler):
    """The number format of each style of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = {"numFmt": self._own_format, "cellXfs": self._start_cells, "xf": self._style}
        self.ends = {"cellXfs": self._end_cells}
        self.formats: list[NumberFormat] = []
        self._own: dict[str, NumberFormat] = {}
        self._is_cells = False

    def _own_format(self, attributes: Attributes) -> None:
        code = attributes.get("formatCode", "")
        self._own[attributes.get("numFmtId", "")] = number_format(code)

    def _start_cells(self, _attributes: Attributes) -> None:
        self._is_cells = True

    def _end_cells(self) -> None:
        self._is_cells = False

    def _style(self, attributes: Attributes) -> None:
        if self._is_cells:
            number = attributes.get("numFmtId", "0")
            self.formats.append(self._own.get(number) or _builtin(number))


def _builtin(number: str) -> NumberFormat:
    return builtin_format(int(number)) if number.isdecimal() and len(number) < 6 else GENERAL
