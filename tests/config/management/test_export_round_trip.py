"""An exported plan can be imported again, and changes nothing."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from adapters.catalogue.feed.event_updates import read_directory
from adapters.spreadsheets.reading.tutorials import read_tutorials
from adapters.tutorials.models import TutorialEvent, TutorialSession
from config.wiring import ports
from domain.tutorials.event_filter import EventFilter
from domain.tutorials.events import EventDraft
from domain.tutorials.events import TutorialEvent as TutorialEventEntity
from tests.samples import event, session, store_product

pytestmark = pytest.mark.django_db
REAL_PLAN = Path(__file__).parents[4] / "shared" / "data" / "tutorials_2026A.xlsx"
FORMATS = ("csv", "xlsx")
# Sessions without a room do not clash.
NOWHERE = session(venue="Zoom")
UNCHANGED = "Everything is already stored. Nothing changed."
# Each begins like a formula, or spells an error value, or is already escaped.
DANGEROUS = ("=1+1", "+44", "-2+3", "@SUM(A1)", "#N/A", "'=1", "''#REF!", "Err:502", "\uff1d1")
HARMLESS = ("'s-Hertogenbosch", 'a, "b"; c', "007", "Zürich", "1/2", "TRUE", "_x000D_")
# Only other systems store these.
UNTIDY = ("two  spaces", "a\ttab", "a\nline 2", " trimmed ", "soft\u00adhyphen", "\t=1+1")

type Export = Callable[..., Path]


@pytest.fixture
def export(tmp_path: Path) -> Export:
    def write(name: str, *, cancelled: bool = False) -> Path:
        file = BytesIO()
        # The catalogue of the process has the events of other tests.
        events = read_directory().export(EventFilter(cancelled=cancelled))
        getattr(ports().files, name)(events, file)
        path = tmp_path / f"export.{name}"
        path.write_bytes(file.getvalue())
        return path

    return write


def imported(path: Path) -> str:
    out = StringIO()
    call_command("import_tutorials", path, stdout=out, stderr=out)
    return out.getvalue()


def stored(*events: EventDraft, location: str = "London", **changes: object) -> None:
    sold = store_product("CM2", location, **changes)
    ids = ports().store.ensure([sold]).ids
    ports().tutorials.add([(one, ids[sold.code]) for one in events])


@pytest.mark.parametrize("name", FORMATS)
def test_texts_are_restored_and_are_not_formulas(export: Export, name: str) -> None:
    texts = (*DANGEROUS, *HARMLESS)
    stored(*(event(text, session(title=text, venue=text)) for text in texts))
    for number, text in enumerate(UNTIDY):
        stored(event(f"E{number}"))
        TutorialSession.objects.filter(tutorial_event__code=f"E{number}").update(title=text)

    path = export(name)

    assert UNCHANGED in imported(path)
    plans = read_tutorials(path).planned
    assert {plan.event.sessions[0].title for plan in plans}.issuperset(texts)
    assert not [cell for cell in cells_of(path) if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("name", FORMATS)
def test_times_survive(export: Export, name: str) -> None:
    def at(*parts: int) -> datetime:
        return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]

    spans = {
        "until midnight": (at(2026, 7, 1, 17), at(2026, 7, 1, 23)),
        "overnight": (at(2026, 7, 1, 20), at(2026, 7, 2, 6)),
        "seconds": (at(2026, 7, 1, 9, 0, 30), at(2026, 7, 1, 10, 0, 59)),
        "fractions": (at(2026, 7, 1, 9) + timedelta(microseconds=7), at(2026, 7, 1, 10)),
        "at midnight": (at(2026, 1, 1, 0), at(2026, 1, 1, 0)),
        # London's clocks show 01:30 twice; this is the second time.
        "twice": (at(2026, 10, 25, 1, 30), at(2026, 10, 25, 2, 30)),
    }
    for code, (start, end) in spans.items():
        stored(event(code, session(start_date=start, end_date=end)))
    stored(event("elsewhere", session(time_zone="Asia/Kathmandu")))

    assert UNCHANGED in imported(export(name))


@pytest.mark.parametrize("name", FORMATS)
def test_values_that_only_the_event_has_survive(export: Export, name: str) -> None:
    stored(
        event("other venue", session(venue="Park Row"), venue="Bankside"),
        event("other days", start=date(2026, 6, 30), end_date=date(2026, 7, 9)),
        event("later day first", session(1, day=date(2026, 7, 2)), session(2)),
        event("sold out", is_soldout=True, remain_space=3),
        event("finalised", finalisation_date=date(2026, 6, 1)),
        event("online", session(url="https://meet.example.org/1?a=b&c=d")),
    )
    stored(event("other product"), location="Leeds")
    TutorialEvent.objects.filter(code="sold out").update(remain_space=-2)
    stored(event("no sessions"))
    TutorialSession.objects.filter(tutorial_event__code="no sessions").delete()

    assert UNCHANGED in imported(export(name))


@pytest.mark.parametrize("name", FORMATS)
def test_a_cancelled_event_stays_cancelled(export: Export, name: str) -> None:
    stored(event("A", session(1)), event("B", session(1)))
    cancelled = {"cancelled_at": datetime(2026, 1, 7, tzinfo=UTC), "cancelled_reason": "ill"}
    TutorialEvent.objects.filter(code="B").update(**cancelled)
    before = ports().tutorials.get("B")
    path = export(name, cancelled=True)

    report = imported(path)

    assert "1 event, 1 cancelled" in report
    assert ports().tutorials.get("B") == before


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_restores_events_that_were_deleted(export: Export, name: str) -> None:
    days = session(1), session(2, venue="Zoom")
    stored(event("A", *days), event("B", NOWHERE, is_soldout=True), event("C", NOWHERE))
    TutorialSession.objects.filter(tutorial_event__code="C").delete()
    before = [without_ids(ports().tutorials.get(code)) for code in "ABC"]
    path = export(name)
    TutorialEvent.objects.all().delete()

    assert "created 3 events" in imported(path)
    assert [without_ids(ports().tutorials.get(code)) for code in "ABC"] == before


def test_a_store_product_that_does_not_exist_is_named(export: Export) -> None:
    stored(event("A"), location="Leeds")
    path = export("csv")
    path.write_text(path.read_text().replace("CM2/Leeds/26A", "CM2/Mars/26A"))

    with pytest.raises(Exception, match="no store product with the code 'CM2/Mars/26A'"):
        imported(path)


@pytest.mark.skipif(not REAL_PLAN.exists(), reason="the real plan is not here")
@pytest.mark.parametrize("name", FORMATS)
def test_the_real_plan_survives(export: Export, name: str) -> None:
    imported(REAL_PLAN)

    said = imported(export(name))

    assert UNCHANGED in said
    assert "unchanged: 3" in said


def without_ids(stored: TutorialEventEntity) -> TutorialEventEntity:
    return replace(stored, id=0, sessions=tuple(replace(each, id=0) for each in stored.sessions))


def cells_of(path: Path) -> list[str]:
    """Return the texts and the formulas of a file, as another program reads them."""
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            return [cell for row in csv.reader(file) for cell in row]
    sheet = load_workbook(path).worksheets[0]
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
