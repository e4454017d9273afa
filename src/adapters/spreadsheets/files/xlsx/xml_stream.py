"""Parses XML incrementally, with bounded memory."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from adapters.spreadsheets.files.limits import (
    DEEPEST_XML,
    LONGEST_TOKEN,
    Deadline,
    UnreadableFileError,
)

CHUNK = 64 * 1024
SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
PACKAGE_RELATIONSHIPS = ("http://schemas.openxmlformats.org/package/2006/relationships",)

type Attributes = Mapping[str, str]


class XmlHandler:
    """Handles tags by their local names; other tags are ignored."""

    namespaces: tuple[str, ...] = SPREADSHEET

    def __init__(self) -> None:
        self.starts: dict[str, Callable[[Attributes], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}

    def text(self, data: str) -> None: ...


def stream(source: IO[bytes], handler: XmlHandler, deadline: Deadline) -> Iterator[None]:
    """Pass the elements of a document to the handler; yield after each chunk.

    Raises:
        UnreadableFileError: if it is not well-formed, has a document type (which can declare
            expanding entities, and which no spreadsheet program writes), or exceeds a limit.

    """
    parser = _parser(handler)
    fed = 0
    try:
        while chunk := source.read(CHUNK):
            fed += len(chunk)
            parser.Parse(chunk)
            # Expat keeps an incomplete tag in memory, whatever its length.
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise UnreadableFileError("its XML has a tag of more than 4 MB")
            deadline.check()
            yield
        parser.Parse(b"", True)  # noqa: FBT003 it takes no keyword
    except expat.ExpatError as error:
        raise UnreadableFileError(f"its XML is damaged: {error}") from error
    yield


def read_through(source: IO[bytes], handler: XmlHandler, deadline: Deadline) -> None:
    """Pass a complete document to the handler."""
    for _ in stream(source, handler, deadline):
        pass


def _parser(handler: XmlHandler) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    spaces = handler.namespaces
    starts = {f"{space} {name}": act for space in spaces for name, act in handler.starts.items()}
    ends = {f"{space} {name}": act for space in spaces for name, act in handler.ends.items()}
    find_start, find_end = starts.get, ends.get
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_XML:
            raise UnreadableFileError(f"its XML is nested deeper than {DEEPEST_XML}")
        act = find_start(name)
        if act:
            act(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        act = find_end(name)
        if act:
            act()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_declaration: object) -> None:
    raise UnreadableFileError("its XML has a document type, which no spreadsheet program writes")
