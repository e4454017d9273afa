"""Files that are damaged, disguised or malicious: each causes one error message."""

import resource
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest

from adapters.spreadsheets.files import limits
from adapters.spreadsheets.files.xlsx import xml_stream
from adapters.spreadsheets.reading.tutorials import read_tutorials
from adapters.spreadsheets.table.reader import UnreadableFileError
from tests.adapters.spreadsheets.plan import HEADINGS, event, text_file, workbook
from tests.adapters.spreadsheets.raw import BOOK, SHEET, below_cells, rewrite, with_cell

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    + "]>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def refused(path: Path, words: str, **options: str) -> None:
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read_tutorials(path, **options)  # type: ignore[arg-type]  # only the encoding
    assert "\n" not in str(caught.value)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return workbook(tmp_path / "plan.xlsx", [event("A-1")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE, "Excel 97-2003"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"<html><table></table></html>", "a web page or XML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a web page or XML"),
        (b"Event title,Venue\n", "of another type"),
        (b"%PDF-1.7", "of another type"),
        (b"PK\x05\x06" + bytes(18), "another kind of archive"),
        (b"PK\x03\x04" + bytes(100_000), "truncated"),
    ],
)
def test_the_type_of_another_file_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)

    refused(path, f"not a readable workbook: .*{words}")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument"),
        ({"word/document.xml": b"<x/>"}, "another kind of archive"),
        ({"xl/workbook.xml": b"<workbook"}, "XML is damaged"),
        ({"xl/workbook.xml": b""}, "XML is damaged"),
    ],
)
def test_another_archive_is_refused(tmp_path: Path, names: dict[str, bytes], words: str) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)

    refused(path, words)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(plan: Path, share: float) -> None:
    content = plan.read_bytes()
    plan.write_bytes(content[: int(len(content) * share)])

    refused(plan, "truncated")


@pytest.mark.parametrize("place", range(30, 4000, 331))
def test_a_damaged_byte_is_reported_or_harmless(plan: Path, place: int) -> None:
    content = bytearray(plan.read_bytes())
    content[place] ^= 0x5A
    plan.write_bytes(content)

    try:
        read_tutorials(plan)
    except UnreadableFileError as error:
        assert "\n" not in str(error)  # noqa: PT017 both ends are right


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        (SHEET, lambda xml: LAUGHS + xml.split("?>", 1)[1], "document type"),
        ("xl/sharedStrings.xml", lambda xml: LAUGHS + xml.split("?>", 1)[1], "document type"),
        (BOOK, lambda xml: LAUGHS + xml.split("?>", 1)[1], "document type"),
        (SHEET, lambda xml: f"<worksheet {XMLNS}>" + "<a>" * 200, "nested deeper"),
        (SHEET, lambda xml: xml.replace('r="4"', 'r="3"'), "damaged"),
        (SHEET, lambda xml: xml.replace('r="4"', 'r="99999999"'), "damaged"),
        (SHEET, lambda xml: xml.replace('r="B4"', 'r="A4"'), "damaged"),
        (SHEET, lambda xml: xml.replace('r="S4"', 'r="ZZZ4"'), "damaged"),
        (SHEET, lambda xml: xml[:-100], "XML is damaged"),
        (SHEET, lambda xml: xml.replace("<v>12</v>", f"<v>{'1' * 40_000}</v>"), "32,767"),
        (BOOK, lambda xml: xml.replace('"Import"', '"Plan"'), "no sheet 'Import'; it has 'Plan'"),
        (
            BOOK,
            lambda xml: xml.replace("</sheets>", '<sheet name="IMPORT"/></sheets>').replace(
                '"Import"', '"import"'
            ),
            "more than one sheet",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace('Target="worksheets', 'TargetMode="External" Target="http://x'),
            "not a sheet of cells",
        ),
    ],
)
def test_a_malicious_part_is_refused(
    plan: Path, part: str, change: Callable[[str], str], words: str
) -> None:
    refused(rewrite(plan, change, part=part), words)


def test_a_zip_bomb_is_refused_before_decompression(plan: Path) -> None:
    started = perf_counter()
    rewrite(plan, lambda xml: xml.replace("</sheetData>", " " * 40_000_000 + "</sheetData>"))
    written = perf_counter()

    refused(plan, "zip bomb")
    assert perf_counter() - written < max(2, written - started)


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("LARGEST_SHEET", 1000, "at most 0 MB"),
        ("MOST_ROWS", 2, "more than 2 rows"),
        ("LONGEST_READ_SECONDS", -1.0, "more than"),
        ("LARGEST_FILE", 1000, "at most 0 MB"),
    ],
)
def test_each_limit_is_reported(
    plan: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float, words: str
) -> None:
    for name in ("limits", "xlsx.sheet", "text_file"):
        monkeypatch.setattr(f"adapters.spreadsheets.files.{name}.{limit}", value, raising=False)
    monkeypatch.setattr(f"adapters.spreadsheets.table.reader.{limit}", value, raising=False)
    if limit == "LONGEST_READ_SECONDS":
        monkeypatch.setattr(limits.Deadline.__init__, "__defaults__", (value,))

    refused(plan, words)


def test_an_unfinished_tag_is_limited(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "LONGEST_TOKEN", 100_000)
    rewrite(plan, lambda xml: xml.replace("<sheetData>", f'<x y="{"z" * 400_000}"/><sheetData>'))

    refused(plan, "a tag of more than")


@pytest.mark.parametrize("stray", ["A1048576", "XFD4", "XFD1048576"])
def test_a_cell_at_the_end_of_the_sheet_costs_nothing(plan: Path, stray: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cell = f'<c r="{stray}" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>'
    row = stray.lstrip("AXFD")
    below_row_4 = f'<row r="{row}">{cell}</row></sheetData>'
    rewrite(
        plan,
        lambda xml: (
            xml.replace("</sheetData>", below_row_4)
            if row != "4"
            else xml.replace("</row></sheetData>", cell + "</row></sheetData>")
        ),
    )
    rewrite(
        plan,
        lambda xml: xml.replace('<dimension ref="A1:S4"/>', '<dimension ref="A1:XFD1048576"/>'),
    )

    started = perf_counter()
    sheet = read_tutorials(plan)

    assert [len(planned.event.sessions) for planned in sheet.planned] == [1]
    assert sheet.findings.error_count == 0
    assert perf_counter() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("name", ["plan.xlsm", "PLAN.XLSX", "plan.XLTX"])
def test_a_workbook_of_another_name_is_read(plan: Path, name: str) -> None:
    assert len(read_tutorials(plan.rename(plan.with_name(name))).planned) == 1


@pytest.mark.parametrize("name", ["IMPORT", "import", " Import "])
def test_a_sheet_is_found_in_any_case(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / "plan.xlsx", [event("A-1")], sheet=name)

    assert read_tutorials(path).sheet == name


@pytest.mark.parametrize("prefix", ["x:", ""])
def test_a_strict_workbook_with_prefixes_is_read(plan: Path, prefix: str) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"

    def change(xml: str) -> str:
        xml = xml.replace(XMLNS.split('"')[1], strict)
        if prefix:
            xml = xml.replace("xmlns=", "xmlns:x=").replace("</", "<\0")
            for tag in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "dimension"):
                for end in (" ", ">", "/"):
                    xml = xml.replace(f"<{tag}{end}", f"<x:{tag}{end}")
                    xml = xml.replace(f"<\0{tag}{end}", f"</x:{tag}{end}")
            xml = xml.replace("<\0", "</")
        return xml

    assert len(read_tutorials(rewrite(plan, change)).planned) == 1


def test_links_and_formulas_are_not_followed(plan: Path) -> None:
    formula = '<c t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>Bankside</v></c>'

    (planned,) = read_tutorials(with_cell(plan, "F4", formula)).planned
    assert planned.event.venue == "Bankside"


class TestTextFiles:
    def content(self, tmp_path: Path) -> str:
        return text_file(tmp_path / "plan.csv", [event("Zürich")]).read_text("utf-8-sig")

    def write(self, tmp_path: Path, content: str | bytes) -> Path:
        path = tmp_path / "written.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize(
        ("separator", "first"),
        [(",", ""), (";", ""), (",", "sep=,\r\n"), (";", "sep=;\n"), ("\t", "SEP=\t\r\n"),
         ("|", '"sep=|"\r\n')],
    )  # fmt: skip
    def test_encodings_are_detected(
        self, tmp_path: Path, encoding: str, separator: str, first: str
    ) -> None:
        text = first + self.content(tmp_path).replace(",", separator)

        (planned,) = read_tutorials(self.write(tmp_path, text.encode(encoding))).planned
        assert planned.event.code == "Zürich"

    def test_an_encoding_can_be_given(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, self.content(tmp_path).encode("cp1252"))

        refused(path, r"not UTF-8 \(line 2\); .*cp1252")
        assert read_tutorials(path, encoding="cp1252").planned[0].event.code == "Zürich"

    def test_a_separator_line_is_not_a_row(self, tmp_path: Path) -> None:
        path = text_file(tmp_path / "plan.csv", [event("A-1", Venue="")])
        path.write_text("sep=,\n" + path.read_text("utf-8-sig"))

        assert [
            note.cell.address for note in read_tutorials(path).findings.errors if note.cell
        ] == ["F2"]

    @pytest.mark.parametrize(
        "value", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "####", "Err:502", "=A1"]
    )
    @pytest.mark.parametrize("heading", ["Venue", "Finalisation date", "Cancelled"])
    def test_error_values_are_refused(self, tmp_path: Path, value: str, heading: str) -> None:
        path = text_file(tmp_path / "plan.csv", [event("A-1", **{heading: value})])

        (error,) = map(str, read_tutorials(path).findings.errors)
        assert f"({heading}): {value!r} is " in error

    def test_zeros_kept_by_a_formula(self, tmp_path: Path) -> None:
        path = text_file(tmp_path / "plan.csv", [event('="007"')])

        assert read_tutorials(path).planned[0].event.code == "007"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"PK\x03\x04", "its name must end in .xlsx"),
            (b"a,b\nc\0,d\n", r"NUL character \(line 2\)"),
            ("a,b\n".encode("utf-16-le"), r"NUL character \(line 1\)"),
            (b"a,b\n" + b"x" * 200_000, "not a well-formed CSV"),
            (b"a,b\n" + b"x," * 20_000, "16,384 columns"),
            (b"a,b\n" + b"x," * 3_000_000, "more than 4 million characters"),
            (b"\xff\xfea", "is not utf-16"),
        ],
    )
    def test_damaged_text_files_are_refused(
        self, tmp_path: Path, content: bytes, words: str
    ) -> None:
        if content.startswith(b"a,b\n"):
            content = ",".join(HEADINGS).encode() + content[3:]
        refused(self.write(tmp_path, content), words)


def test_merged_ranges_are_bounded(plan: Path) -> None:
    refused(below_cells(plan, '<mergeCell ref="A5:B5"/>' * 20_001), "merged cells")
