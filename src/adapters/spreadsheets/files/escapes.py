"""An apostrophe before texts that a spreadsheet program would run as a formula.

Texts that spell an error value, such as #N/A, are escaped too: the import refuses them otherwise.
A text that has the apostrophe already gets another one, so that each text can be restored.
"""

import re

from domain.text import one_line

# The last four are the full-width forms, which some programs convert.
DANGEROUS = "[=+\\-@#\uff1d\uff0b\uff0d\uff20]|Err:"
TO_ESCAPE = re.compile(f"'*(?:{DANGEROUS})")
ESCAPED = re.compile(f"'(?='*(?:{DANGEROUS}))")


def escaped_text(text: str) -> str:
    """Return a line of text with an apostrophe in front if it needs one."""
    return f"'{text}" if TO_ESCAPE.match(text) else text


def is_escaped(text: str) -> bool:
    """Whether the first character of a text is such an apostrophe."""
    return bool(ESCAPED.match(one_line(text)))
