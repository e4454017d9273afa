"""The search's synonyms in a text file, which an administrator can change at any moment."""

import logging
from pathlib import Path

from domain.errors import Invalid
from domain.search.text.synonyms import NO_SYNONYMS, Synonyms

logger = logging.getLogger(__name__)

# Which file it is, when it was written, and how long it is.
type Stamp = tuple[int, int, int]


class SynonymFile:
    """The synonyms in a file, read again whenever it was written.

    While it cannot be read, or a line of it is wrong, the synonyms stay as they were, and the
    log says once what is wrong.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: Stamp | None = None
        self._synonyms = NO_SYNONYMS

    def current(self) -> Synonyms:
        """Return the synonyms as they stand in the file; the same object while it is the same."""
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
