"""Generate clients from openapi.json with every listed generator, and try them.

Each client is generated, type-checked strictly where its output can be, and called against the
service, which this program starts. A complete run that passes writes the table in docs/clients.md
and the checksum in tried.sha256.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from generators.answers import expected
from generators.listing import Generator, generators
from generators.record import is_fresh, write
from generators.steps import StepFailedError, call, check, generate, install, log
from tests.service import running_service

LINES = 15


def main() -> int:
    listed = generators()
    parser = argparse.ArgumentParser(prog="clients/test-generators", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, by their names in generators.toml")
    parser.add_argument("--if-changed", action="store_true", help="only if the record is old")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {each.name for each in listed}:
        parser.error(f"no such generator: {', '.join(sorted(unknown))}")
    if asked.if_changed and is_fresh(listed):
        print("Tried since openapi.json and the generators last changed: nothing to do.")
        return 0
    chosen = [each for each in listed if not asked.names or each.name in asked.names]
    install()
    failed = _try_all(chosen)
    if failed:
        print(f"{len(failed)} of {len(chosen)} failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    if chosen == listed:
        write(listed)
        print("All passed. Commit docs/clients.md and clients/generators/tried.sha256.")
    return 0


def _try_all(chosen: Sequence[Generator]) -> list[str]:
    """Try one after the other, and return the names of those that failed."""
    failed = []
    with running_service() as address:
        wanted = expected(address)
        for number, generator in enumerate(chosen, start=1):
            place = f"{number:2}/{len(chosen)}"
            print(f"{place} {generator.heading} {generator.version}", end="", flush=True)
            started = time.monotonic()
            problem = _try(generator, address, wanted)
            print(f" ({time.monotonic() - started:.0f} s){problem}", flush=True)
            if problem:
                failed.append(generator.name)
    return failed


def _try(generator: Generator, address: str, wanted: Any) -> str:
    """Print each step that passed, and return what went wrong; an empty text if nothing did."""
    step = "generated"
    try:
        generate(generator)
        print(": generated", end="", flush=True)
        step = "checked"
        if generator.check:
            check(generator)
            print(", checked", end="", flush=True)
        step = "called"
        if generator.call:
            found = call(generator, address)
            if found != wanted:
                return f", NOT called: it got {found} instead of {wanted}"
            print(", called", end="", flush=True)
    except StepFailedError as error:
        tail = "\n".join(log(generator).read_text("utf-8").splitlines()[-LINES:])
        return f", NOT {step}: `{error}` failed\n{tail}\nThe whole log: {log(generator)}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
