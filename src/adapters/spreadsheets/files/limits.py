"""The limits for reading a file; exceeding one ends the read with an error message."""

from time import process_time

MEBIBYTE = 2**20
LARGEST_FILE = 100 * MEBIBYTE
# Decompressed sizes. Shared strings are kept in memory, the sheet is not.
LARGEST_SHEET = 512 * MEBIBYTE
LARGEST_PART = 64 * MEBIBYTE
LARGEST_DIRECTORY = 4 * MEBIBYTE
# Repetitive sheets compress to a fiftieth of their size. Deflate can reach a thousandth, which
# indicates a zip bomb.
LARGEST_RATIO = 250
LARGEST_UNTESTED_PART = 16 * MEBIBYTE
MOST_ROWS = 250_000
MOST_COLUMNS = 16_384
MOST_MERGED_RANGES = 20_000
# The maximum of Excel for one cell.
LONGEST_TEXT = 32_767
# One XML tag, or one record of a text file.
LONGEST_TOKEN = 4 * MEBIBYTE
DEEPEST_XML = 100
LONGEST_READ_SECONDS = 300.0


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


class Deadline:
    """A limit on the processor time for a file; the load of the machine does not matter."""

    def __init__(self, seconds: float = LONGEST_READ_SECONDS) -> None:
        self._seconds = seconds
        self._end = process_time() + seconds

    def check(self) -> None:
        """Raise `UnreadableFileError` if the time is used up."""
        if process_time() > self._end:
            raise UnreadableFileError(
                f"the file needs more than {self._seconds:.0f} seconds of processor time; "
                "divide it into smaller files"
            )
