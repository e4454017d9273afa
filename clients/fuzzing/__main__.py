"""`python -m fuzzing`: send generated requests to the service.

Every check that schemathesis has, in all its phases: first as anybody, then with a token of all
scopes to the routes that write. The seed is printed and makes the same requests again. About 40
cases come of one of `--examples`: 2,500 of them make 100,000.
"""

import re
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.service import running_service, token_with_all_scopes

# Only the links of the document: those that are guessed from names lead from the key of a location
# in another system to the number of its record.
CONFIGURATION = """
[phases.stateful.inference]
algorithms = []
"""
# A body that fits its schema can still break a rule, conflict with what is stored, or lack the
# current ETag.
OF_A_WRITER = f"""{CONFIGURATION}
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 428]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 415, 422, 428, 429]

[checks.missing_required_header]
expected-statuses = [400, 401, 403, 404, 406, 409, 412, 415, 422, 428]
"""
# This check sends one unknown token for each case. The service answers 429 to an address that sends
# many of them. tests/api/test_access.py sends wrong tokens to each operation.
NOT_WITH_A_TOKEN = "--exclude-checks=ignored_auth"
# The routes that take a token, and all that read what these write.
WRITTEN = "/api/(tutorials/(events|imports)|administrate)"
GENERATED = re.compile(r"^\s*(\d+) generated", re.MULTILINE)


def main() -> int:
    wanted = _arguments()
    with running_service() as address, tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "schemathesis.toml"
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        anybody = _run(address, folder, wanted)
        configuration.write_text(OF_A_WRITER, encoding="utf-8")
        writer = [NOT_WITH_A_TOKEN, f"--header=Authorization: Bearer {token_with_all_scopes()}"]
        with_token = _run(address, folder, wanted, f"--include-path-regex={WRITTEN}", *writer)
    return anybody.returncode or with_token.returncode or _too_few(anybody.stdout, wanted)


def _run(
    address: str, folder: str, wanted: Namespace, *options: str
) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "run"),
            f"{address}/api/openapi.json",
            "--phases=examples,coverage,fuzzing,stateful",
            "--checks=all",
            f"--max-examples={wanted.examples}",
            f"--seed={wanted.seed}",
            *("--workers=2", "--generation-database=none", "--continue-on-failure"),
            # It measures time, so it fails on a busy machine.
            "--suppress-health-check=too_slow",
            "--no-color",
            *options,
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stdout.write(ran.stdout)
    return ran


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="fuzzing")
    parser.add_argument("--examples", type=int, default=130, help="per operation and phase")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--at-least", type=int, default=5000, help="cases, or it fails")
    return parser.parse_args()


def _too_few(output: str, wanted: Namespace) -> int:
    """Return 1 if there were too few requests, as for a document without operations."""
    found = GENERATED.search(output)
    cases = int(found[1]) if found else 0
    sys.stdout.write(f"{cases} cases, seed {wanted.seed}\n")
    return 0 if cases >= wanted.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
