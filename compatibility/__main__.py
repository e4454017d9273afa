"""`python -m compatibility BEFORE AFTER`: list the breaking changes between two OpenAPI documents.

The exit status is 0 without breaking changes, 1 with some, and 2 if it cannot compare them.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from compatibility.document import Node, Unreadable
from compatibility.operations import breaks


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m compatibility BEFORE AFTER\n")
        return 2
    try:
        found = breaks(*map(_read, arguments))
    except Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    # The document is invalid: a list in place of an object, a missing name, circular references.
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        sys.stderr.write(f"a document is not valid OpenAPI 3.1: {problem!r}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


def _read(name: str) -> Node:
    try:
        content: object = json.loads(Path(name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise Unreadable(f"{name}: {problem}") from problem
    if not isinstance(content, dict) or not str(content.get("openapi")).startswith("3.1."):
        raise Unreadable(f"{name}: not an OpenAPI 3.1 document")
    return content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
