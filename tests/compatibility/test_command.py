"""The exit codes of the command: 0 for no break, 1 for breaks, 2 if it could not compare."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from compatibility.__main__ import main
from tests.compatibility.planted import (
    DOCUMENT,
    ROOT,
    VENUES,
    Node,
    changed,
    fields,
    get,
    parameter,
)

CURRENT = str(ROOT / "openapi.json")


def written(path: Path, document: object) -> str:
    file = path / "other.json"
    file.write_text(json.dumps(document), "utf-8")
    return str(file)


def test_no_break_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([CURRENT, CURRENT]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_break_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(DOCUMENT), "utf-8")
    after = written(tmp_path, changed(lambda d: d["paths"].pop(VENUES)))
    assert main([str(before), after]) == 1
    assert capsys.readouterr() == (f"GET {VENUES} was removed\nPOST {VENUES} was removed\n", "")


@pytest.mark.parametrize("arguments", [[], [CURRENT], [CURRENT, CURRENT, CURRENT]])
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", "usage: python -m compatibility BEFORE AFTER\n")


def test_the_command_ends_with_what_main_returns() -> None:
    command = [sys.executable, "-m", "compatibility", CURRENT]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("usage")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[]", b"{}", b'{"openapi": "3.0.3"}', b"[" * 100_000]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_file_that_is_not_a_document_exits_with_2(
    content: bytes, first: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)

    assert main([str(file), CURRENT] if first else [CURRENT, str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{file}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_an_unreadable_file_exits_with_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / name), CURRENT]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / name}: ")


def looped(document: Node) -> None:
    document["components"]["schemas"]["Loop"] = {"$ref": "#/components/schemas/Loop"}
    parameter(document, "venue")["schema"] = {"$ref": "#/components/schemas/Loop"}


@pytest.mark.parametrize(
    "change",
    [
        lambda d: get(d).update(parameters=[{"$ref": "#/components/parameters/Missing"}]),
        lambda d: parameter(d, "venue").update(schema={"$ref": "other.json#/VenueOut"}),
        looped,
        lambda d: d.update(paths=[]),
        lambda d: fields(d, "VenueOut").update(name="text"),
        lambda d: parameter(d, "venue").pop("name"),
    ],
)
def test_an_invalid_document_exits_with_2(
    change: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(change)
    other = written(tmp_path, changed(change))

    assert main([CURRENT, other]) == 2
    assert capsys.readouterr().out == ""
