"""Opens the zip archive of a workbook safely."""

import lzma
import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from adapters.spreadsheets.files.limits import (
    LARGEST_DIRECTORY,
    LARGEST_FILE,
    LARGEST_RATIO,
    LARGEST_UNTESTED_PART,
    MEBIBYTE,
    Deadline,
    UnreadableFileError,
)
from adapters.spreadsheets.files.xlsx.xml_stream import (
    PACKAGE_RELATIONSHIPS,
    Attributes,
    XmlHandler,
    read_through,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_DIRECTORY, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
# The exceptions of zipfile and the decompressors for damaged archives.
DAMAGE = (
    BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, IndexError,
    struct.error, zlib.error, lzma.LZMAError, OSError,
)  # fmt: skip


class Package:
    """The parts of an open workbook, by name."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())
        self.inflated_size = sum(info.file_size for info in archive.infolist())

    @contextmanager
    def part(self, name: str, *, largest: int) -> Iterator[IO[bytes]]:
        """Open a part with a limit on its decompressed size in bytes."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            raise UnreadableFileError(f"its part {name!r} is missing") from None
        if info.flag_bits & 1:
            raise UnreadableFileError("it is encrypted; save it without a password")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UnreadableFileError(f"its part {name!r} is compressed in an unknown way")
        # zipfile does not read more than this size, even if the archive contains more.
        if info.file_size > largest:
            raise UnreadableFileError(
                f"its part {name!r} has {info.file_size // MEBIBYTE} MB when decompressed; "
                f"at most {largest // MEBIBYTE} MB are read"
            )
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > LARGEST_UNTESTED_PART and ratio > LARGEST_RATIO:
            raise UnreadableFileError(
                f"its part {name!r} has a compression ratio of {ratio:.0f}, as in a zip bomb"
            )
        with self._archive.open(info) as source:
            yield source

    def check_xml(self, deadline: Deadline) -> None:
        """Reject document types and unbounded XML in all parts, for readers without limits."""
        for name in self.names:
            if name.casefold().endswith((".xml", ".rels")):
                with self.part(name, largest=LARGEST_FILE) as source:
                    read_through(source, XmlHandler(), deadline)

    def relationships(self, part: str, deadline: Deadline) -> dict[str, tuple[str, str]]:
        """Return the kind and the target of each relationship of a part, by id.

        External links are omitted; nothing is ever downloaded.
        """
        folder, name = posixpath.split(part)
        handler = _Relationships(folder)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path in self.names:
            with self.part(path, largest=LARGEST_DIRECTORY) as source:
                read_through(source, handler, deadline)
        return handler.found


class _Relationships(XmlHandler):
    namespaces = PACKAGE_RELATIONSHIPS

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.starts = {"Relationship": self._relationship}
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def _relationship(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            target = posixpath.join("/", self._folder, attributes.get("Target", ""))
            kind = posixpath.basename(attributes.get("Type", ""))
            self.found[attributes.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a workbook.

    Raises:
        UnreadableFileError: if it is not a workbook or is damaged; also inside the block.

    """
    try:
        with path.open("rb") as file:
            _check_kind(file)
            with ZipFile(file) as archive:
                yield Package(archive)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{path.name} is not a readable workbook: {error}") from error
    except DAMAGE as error:
        message = f"{path.name} is not a readable workbook: it is damaged or truncated ({error})"
        raise UnreadableFileError(message) from error


def _check_kind(file: IO[bytes]) -> None:
    head = file.read(4096)
    if head.startswith(OLE):
        rest = head + file.read(LARGEST_FILE)
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise UnreadableFileError("it is encrypted; save it without a password")
        raise UnreadableFileError("it is in the format of Excel 97-2003 (.xls); save it as .xlsx")
    if not head:
        raise UnreadableFileError("it is empty")
    if not head.startswith(b"PK"):
        kind = "a web page or XML" if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else None
        raise UnreadableFileError(f"its content is {kind or 'of another type'}; save it as .xlsx")
    size = file.seek(0, 2)
    start = max(0, size - END_SIZE - LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    found = tail.rfind(END_OF_DIRECTORY)
    if found < 0 or len(tail) - found < END_SIZE:
        raise UnreadableFileError("it is damaged or truncated: its list of parts is missing")
    (directory,) = struct.unpack_from("<I", tail, found + 12)
    if directory > LARGEST_DIRECTORY:
        raise UnreadableFileError("it has more parts than any workbook of this size")
    file.seek(0)
