"""Reads the synonyms of the search from a text file, which can be changed at any time."""

import logging
from pathlib import Path

from domain.errors import Invalid
from domain.search.text.words.synonyms import NO_SYNONYMS, Synonyms

logger = logging.getLogger(__name__)

# The inode, modification time and size of a file.
type Stamp = tuple[int, int, int]


class SynonymFile:
    """The synonyms in a file, which is read again after each change.

    If it cannot be read or a line is invalid, the previous synonyms remain, and the error is
    logged once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: Stamp | None = None
        self._synonyms = NO_SYNONYMS

    def current(self) -> Synonyms:
        """Return the current synonyms; the same object until the file changes."""
        stamp = self._read_stamp()
        if stamp != self._stamp:
            self._stamp, self._synonyms = stamp, self._read()
        return self._synonyms

    def _read_stamp(self) -> Stamp:
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _read(self) -> Synonyms:
        try:
            return Synonyms(self._path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError, Invalid) as error:
            logger.warning("The synonyms in %s cannot be used: %s", self._path, error)
            return self._synonyms
