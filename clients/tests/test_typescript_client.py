"""The TypeScript client's own tests, on Node's own runner."""

import json
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.faulty_proxy import Fault, faulty_proxy
from tests.tokens import Tokens

HERE = Path(__file__).parent
FAULTS: dict[str, tuple[Fault, ...]] = {
    "silent": ("silent",),
    "silent too": ("silent",),
    "slow headers": ("slow headers",),
    "slow body": ("slow body",),
    "lost response": ("lost response",),
    "lost response to a key": ("lost response",),
    "lost response to no key": ("lost response",),
    "cut body": ("cut body",),
    "cut body twice": ("cut body", "cut body"),
}


def run(file: str, tests: int, **environment: str) -> None:
    ran = subprocess.run(
        ["node", "--test", "--test-reporter=spec", HERE / f"typescript_{file}.test.ts"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "fail 0" in ran.stdout
    assert f"pass {tests}\n" in ran.stdout


@pytest.mark.parametrize(("file", "tests"), [("client", 7), ("layer", 12)])
def test_reads_and_what_is_made_up(address: str, file: str, tests: int) -> None:
    run(file, tests, SERVICE_URL=address)


def test_writing(address: str, tokens: Tokens) -> None:
    run("writing", 5, SERVICE_URL=address, WRITER=tokens.writer, READER=tokens.reader)


def test_faults(address: str, tokens: Tokens) -> None:
    with ExitStack() as stack:
        proxies = {
            name: stack.enter_context(faulty_proxy(address, *faults))
            for name, faults in FAULTS.items()
        }
        known = json.dumps(proxies)
        run("faults", 7, SERVICE_URL=address, WRITER=tokens.writer, FAULTS=known)
