"""Imports of uploaded plans, on a service in memory and on PostgreSQL."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test.client import encode_multipart

from tests.adapters.spreadsheets.plan import event, session, text_file, workbook
from tests.api.responses import EVENTS, Response, problem
from tests.api.writing import Service
from tests.contracts.services import IN_MEMORY, on_postgresql

IMPORTS = "/api/tutorials/imports/"


def upload(
    service: Service, path: Path, *, boundary: str = "a", headers: Any = None, **fields: str
) -> Response:
    file = BytesIO(path.read_bytes())
    file.name = path.name
    return send(service, {"file": file, **fields}, boundary=boundary, headers=headers)


def send(
    service: Service, form: dict[str, Any], *, boundary: str = "a", headers: Any = None
) -> Response:
    found: Any = service.client.generic(
        "POST",
        IMPORTS,
        encode_multipart(boundary, form),
        f"multipart/form-data; boundary={boundary}",
        headers={"Authorization": f"Bearer {service.token}", **(headers or {})},
    )
    return found  # type: ignore[no-any-return]  # a test client's response


@pytest.fixture(params=["xlsx", "csv"])
def good(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    rows = [event("A-1"), session(2), event("B-1")]
    return (workbook if request.param == "xlsx" else text_file)(
        tmp_path / f"plan.{request.param}", rows
    )


def refused(response: Response) -> dict[str, Any]:
    """Check that a plan was refused; return the problem."""
    assert response.headers["Content-Type"] == "application/problem+json"
    refusal: dict[str, Any] = response.json()
    assert (response.status_code, refusal["status"]) == (422, 422)
    assert "report" in refusal
    return refusal


def test_a_plan_is_imported_and_reported(service: Service, good: Path) -> None:
    response = upload(service, good)

    assert response.status_code == 201, response.content
    made = response.json()
    assert response.headers["Location"] == f"{IMPORTS}{made['id']}/"
    assert (made["state"], made["file"], made["is_dry_run"]) == ("stored", good.name, False)
    assert made["created_by"].startswith("token ")
    counts = made["report"]["counts"]
    assert (counts["events"], counts["errors"]) == (2, 0)
    assert (counts["created"]["events"], counts["created"]["sessions"]) == (2, 3)
    assert len(service.read("A-1").json()["sessions"]) == 2
    read = service.send("GET", response.headers["Location"])
    assert (read.status_code, read.json()) == (200, made)

    again = upload(service, good).json()
    assert again["message"] == "Everything is already stored. Nothing changed."
    assert again["report"]["counts"]["unchanged"] == 2


@pytest.mark.parametrize("dry", ["true", "True", "1"])
def test_a_dry_run_stores_nothing(service: Service, good: Path, dry: str) -> None:
    response = upload(service, good, dry_run=dry)

    made = response.json()
    assert (response.status_code, made["state"]) == (201, "checked")
    assert made["report"]["counts"]["created"]["events"] == 2
    assert service.read("A-1").status_code == 404


@pytest.mark.parametrize("dry", ["true", "false"])
def test_a_plan_with_errors_is_refused_with_each_cell(
    service: Service, tmp_path: Path, dry: str
) -> None:
    path = workbook(tmp_path / "plan.xlsx", [event("A-1"), event("B-1", Venue="", Day=0)])

    refusal = refused(upload(service, path, dry_run=dry))

    assert refusal["detail"] == "The file has 2 errors. Nothing was stored."
    assert [each["field"] for each in refusal["errors"]] == ["F5 (Venue)", "M5 (Day)"]
    first, second = refusal["report"]["errors"]
    assert (first["row"], first["cell"], first["column"]) == (5, "F5", "F")
    assert (first["heading"], first["expected"]) == ("Venue", "a text")
    assert (second["value"], second["message"]) == ("0", "must be from 1 to 2147483647")
    assert service.read("A-1").status_code == 404


HALL = {"Venue": "Old Hall"}


@pytest.fixture(params=["xlsx", "csv"])
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a plan with two events in one hall at the same time."""
    rows = [event("A-1", **HALL), session(2, **HALL), event("B-1", **HALL)]
    return (workbook if request.param == "xlsx" else text_file)(
        tmp_path / f"plan.{request.param}", rows
    )


@pytest.mark.parametrize("dry", ["true", "false"])
def test_clashes_are_stored_and_reported(service: Service, plan: Path, dry: str) -> None:
    report = upload(service, plan, dry_run=dry, override_clashes="Both fit").json()["report"]

    [clash] = report["clashes"]
    sheet, row = (report["sheet"], 4) if plan.suffix == ".xlsx" else (None, 2)
    assert (clash["sheet"], clash["cell"]) == (sheet, f"F{row + 2}")
    assert (clash["row"], clash["heading"], clash["value"]) == (row + 2, "Venue", "Old Hall")
    assert "session 1 of A-1 (Day 1, 01/07/2026 09:00 to 17:00) in" in clash["message"]
    assert f"row {row}, cell F{row}: both need the venue 'Old Hall'" in clash["message"]
    assert report["counts"]["errors"] == 0
    if dry == "false":
        stored = [service.read(code).json() for code in ("A-1", "B-1")]
        assert {each["clash_override_reason"] for each in stored} == {"Both fit"}
        again = upload(service, plan).json()["report"]
        assert (again["clashes"], again["counts"]["unchanged"]) == ([], 2)


def test_a_reason_names_the_file(service: Service, plan: Path) -> None:
    assert upload(service, plan).status_code == 201

    assert service.read("B-1").json()["clash_override_reason"] == f"imported from {plan.name}"


@pytest.mark.parametrize("dry", ["true", "false"])
def test_clashes_are_refused_on_request(service: Service, plan: Path, dry: str) -> None:
    response = upload(service, plan, dry_run=dry, refuse_clashes="true")

    told = problem(response, 409, "clashes")
    [error], [clash] = told["errors"], told["clashes"]
    assert error["field"].endswith("(Venue)")
    assert "session 1 of A-1" in error["message"]
    assert (clash["first"]["event_code"], clash["second"]["event_code"]) == ("A-1", "B-1")
    assert service.read("A-1").status_code == 404


def test_clashes_with_stored_sessions_are_refused(service: Service, tmp_path: Path) -> None:
    other = {"Venue": "Park Row"}
    upload(service, workbook(tmp_path / "one.xlsx", [event("A-1", **HALL), event("B-1", **other)]))
    moved = workbook(tmp_path / "two.xlsx", [event("B-1", **HALL)])

    response = upload(service, moved, refuse_clashes="1")

    [error] = problem(response, 409, "clashes")["errors"]
    assert error["field"] == "F4 (Venue)"
    assert "session 1 of A-1 (Day 1, 01/07/2026 09:00 to 17:00) that is stored" in error["message"]
    both = upload(service, moved, refuse_clashes="1", override_clashes="x")
    assert [each["field"] for each in problem(both, 422)["errors"]] == ["override_clashes"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("plan.xlsx", b"no zip", "plan.xlsx"),
        ("plan.csv", b"a,b\r\n1,2\r\n", "Event title"),
        ("plan.csv", b"", "plan.csv"),
        ("plan.pdf", b"%PDF", "neither an .xlsx nor a .csv"),
    ],
)
def test_a_file_that_is_not_a_plan_is_refused(
    service: Service, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    file = BytesIO(content)
    file.name = name

    refusal = refused(send(service, {"file": file}))

    assert word in refusal["errors"][0]["message"]
    assert refusal["errors"][0]["field"] == "file"
    assert str(tmp_path.parent) not in refusal["detail"]


@pytest.mark.parametrize("name", ["p" * 101 + ".csv", "\u00e9\u20ac" * 45 + ".csv"])
@IN_MEMORY
def test_the_name_of_a_file_is_a_short_line(service: Service, name: str) -> None:
    file = BytesIO(b"a")
    file.name = name

    [error] = problem(send(service, {"file": file}), 422)["errors"]

    assert (error["field"], "its name" in error["message"]) == ("file", True)


def test_a_form_is_read_strictly(service: Service, good: Path) -> None:
    assert fields(upload(service, good, dry_run="perhaps", colour="red")) == ["dry_run", "colour"]
    assert fields(send(service, {"file": "text"})) == ["file"]
    assert fields(send(service, {"dry_run": "true"})) == ["file"]
    files = [BytesIO(b"a"), BytesIO(b"b")]
    for file in files:
        file.name = "a.csv"
    assert fields(send(service, {"file": files})) == ["file"]
    assert "wrong-code" in refused(upload(service, good, encoding="wrong-code"))["detail"]
    problem(service.send("POST", IMPORTS, {"file": "x"}), 415)
    large = BytesIO(b"x" * 1024 * 1024)
    large.name = "large.csv"
    problem(send(service, {"file": large}), 413)
    broken: Any = service.client.generic(
        "POST",
        IMPORTS,
        b"no parts",
        "multipart/form-data",
        headers={"Authorization": f"Bearer {service.token}"},
    )
    problem(broken, 400)


def fields(response: Response) -> list[str]:
    return [error["field"] for error in problem(response, 422)["errors"]]


def test_the_same_form_with_a_key_is_imported_once(service: Service, good: Path) -> None:
    key = {"Idempotency-Key": "one"}

    first = upload(service, good, headers=key)
    second = upload(service, good, boundary="another", headers=key)
    other = upload(service, good, headers=key, dry_run="true")

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    problem(other, 422)


@pytest.mark.django_db
def test_an_exported_plan_can_be_imported_unchanged(tmp_path: Path) -> None:
    service = on_postgresql()
    service.create()
    for kind in ("csv", "xlsx"):
        exported = service.send("GET", f"/api/tutorials/events.{kind}")
        path = tmp_path / f"events.{kind}"
        path.write_bytes(exported.content)

        made = upload(service, path).json()

        assert made["message"] == "Everything is already stored. Nothing changed.", made


@pytest.mark.parametrize("encoding", ["nope", "rot13", "base64", "undefined", "a\0b"])
def test_an_encoding_that_is_not_of_text_is_refused(service: Service, encoding: str) -> None:
    file = BytesIO(b"a,b\r\n")
    file.name = "plan.csv"

    [error] = refused(send(service, {"file": file, "encoding": encoding}))["errors"]

    assert error["field"] == "file"
    assert "is not a known encoding" in error["message"]


def test_an_unknown_import_is_not_found(service: Service) -> None:
    problem(service.send("GET", f"{IMPORTS}999999/"), 404)
    problem(service.client.get(f"{EVENTS}imports/"), 404)
