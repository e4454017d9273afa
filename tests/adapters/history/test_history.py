"""The history that the triggers write for all writers."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from model_bakery import baker

from adapters.administrate.models import Instructor, Venue
from adapters.catalogue.store.repository import DjangoStore
from adapters.history.actors import DjangoActors
from adapters.history.models import Entry
from adapters.history.repository import DjangoHistory
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.repository import DjangoTutorials
from domain.errors import NotFound
from domain.history import Actor, HistoryEntry
from domain.paging import PageRequest
from tests.samples import event, session, store_product

ADA = Actor(kind="staff", name="O'Ada 100%s \\ ünï")
FIRST_PAGE = PageRequest(page_size=100)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored(db: None) -> None:
    sold = store_product()
    ids = DjangoStore().ensure([sold]).ids
    with DjangoActors().acting(ADA):
        DjangoTutorials().add([(event("A", session(1), session(2)), ids[sold.code])])


def history(code: str = "A") -> list[HistoryEntry]:
    return list(DjangoHistory().of_event(code, FIRST_PAGE).items)


def changes(entry: HistoryEntry) -> Mapping[str, tuple[object, object]]:
    return {
        change.field: (change.before, change.after)
        for change in entry.fields
        if change.field != "updated_at"
    }


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_new_rows_are_recorded_with_their_actor() -> None:
    entries = history()

    assert [(each.change, each.table) for each in entries] == [
        ("insert", "tutorial_sessions"),
        ("insert", "tutorial_sessions"),
        ("insert", "tutorial_events"),
    ]
    assert {each.actor for each in entries} == {ADA}
    assert len({each.transaction for each in entries}) == 1
    assert changes(entries[-1])["venue"] == (None, "Bankside")
    assert all(each.at.tzinfo and each.role for each in entries)


def test_a_change_has_only_the_columns_that_differ() -> None:
    TutorialEvent.objects.filter(code="A").update(venue="Holborn", remain_space=3)

    latest = history()[0]

    assert (latest.change, latest.actor) == ("update", None)
    assert changes(latest) == {"venue": ("Bankside", "Holborn"), "remain_space": (12, 3)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE acted.tutorial_sessions SET title = 'new' WHERE sequence = 1",
        "DELETE FROM acted.tutorial_sessions WHERE sequence = 1",
        """INSERT INTO acted.tutorial_sessions
            (tutorial_event_id, title, location, venue, start_date, end_date, sequence)
            SELECT id, 't', 'l', 'v', now(), now(), 9 FROM acted.tutorial_events""",
        "DO $$ BEGIN UPDATE acted.tutorial_events SET is_soldout = true; END $$",
    ],
)
def test_plain_sql_is_recorded_as_another_system(statement: str) -> None:
    before = len(history())

    sql(statement)

    latest, *_ = entries = history()
    assert len(entries) == before + 1
    assert (latest.actor, latest.role != "") == (None, True)


def test_an_update_without_a_change_is_not_recorded() -> None:
    before = len(history())

    sql("UPDATE acted.tutorial_events SET venue = venue, updated_at = now()")

    assert len(history()) == before


def test_a_deleted_or_renamed_event_keeps_its_history() -> None:
    TutorialEvent.objects.filter(code="A").update(code="B")
    TutorialEvent.objects.filter(code="B").delete()

    assert history("A") == history("B")
    assert [each.change for each in history("A")].count("delete") == 3
    with pytest.raises(NotFound, match="'C'"):
        history("C")


def test_an_event_from_before_the_history_has_an_empty_one() -> None:
    Entry.objects.all().delete()

    assert history("A") == []


def test_the_actor_ends_with_the_block_and_with_the_transaction() -> None:
    actors = DjangoActors()
    with actors.acting(ADA):
        with actors.acting(Actor(kind="token", name="planner")):
            TutorialEvent.objects.update(venue="1")
        TutorialEvent.objects.update(venue="2")
    TutorialEvent.objects.update(venue="3")

    assert [each.actor and each.actor.name for each in history()[:3]] == [None, ADA.name, "planner"]


@pytest.mark.django_db(transaction=True)
def test_each_transaction_names_the_actor_anew() -> None:
    with DjangoActors().acting(ADA):
        TutorialEvent.objects.update(venue="1")
        with transaction.atomic():
            TutorialEvent.objects.update(venue="2")
    TutorialEvent.objects.update(venue="3")

    assert [each.actor for each in history()[:3]] == [None, ADA, ADA]


def test_the_instructors_of_a_session_are_recorded_with_the_event() -> None:
    teacher = baker.make(Instructor, first_name="Ada", last_name="Lovelace")
    first, second = TutorialSession.objects.order_by("sequence")
    for each in (first, second):
        SessionInstructor.objects.create(tutorial_session=each, instructor=teacher)
    added = history()[:2]
    SessionInstructor.objects.get(tutorial_session=first).delete()
    # By another system, which does not use the table.
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"DELETE FROM acted.tutorial_sessions WHERE id = {second.pk}")

    table = "tutorial_session_instructors"
    assert [(each.change, each.table) for each in added] == [("insert", table)] * 2
    assert changes(added[1])["tutorial_session_id"] == (None, first.pk)
    assert [(each.change, each.table) for each in history()[:3]] == [
        ("delete", table),
        ("delete", "tutorial_sessions"),
        ("delete", table),
    ]
    assert not SessionInstructor.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM adm.instructors",
        "TRUNCATE adm.instructors",
        "TRUNCATE acted.tutorial_sessions",
        "DELETE FROM acted.tutorial_events",
    ],
)
def test_another_system_deletes_what_our_rows_refer_to(statement: str) -> None:
    SessionInstructor.objects.create(
        tutorial_session=TutorialSession.objects.all()[0], instructor=baker.make(Instructor)
    )
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(statement)

    assert not SessionInstructor.objects.exists()


def test_reference_data_is_recorded() -> None:
    venue = baker.make(Venue, name="Bankside", location=None)
    Venue.objects.filter(pk=venue.pk).update(name="Holborn")
    Venue.objects.filter(pk=venue.pk).update(updated_at=datetime(2027, 1, 1, tzinfo=UTC))

    latest, first = Entry.objects.filter(table="venues", row_id=venue.pk)
    assert latest.old_values == {"name": "Bankside"}
    assert latest.new_values == {"name": "Holborn"}
    assert (first.change, first.event_id) == ("insert", None)


def test_truncation_is_recorded() -> None:
    # The foreign keys of the rows that are still to be checked forbid it.
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("TRUNCATE acted.tutorial_sessions")

    assert Entry.objects.filter(table="tutorial_sessions", change="truncate").count() == 1


def test_a_replica_writes_no_unrecorded_row() -> None:
    sql("SET LOCAL session_replication_role = replica")
    TutorialSession.objects.filter(sequence=1).update(title="replicated")
    sql("SET LOCAL session_replication_role = origin")

    assert changes(history()[0])["title"] == ("Day 1", "replicated")


def test_the_admin_names_the_account_and_shows_the_changes(admin_client: Client) -> None:
    pk = baker.make(Venue, name="Bankside", location=None).pk

    admin_client.post(
        f"/admin/administrate/venue/{pk}/change/", {"external_id": "v", "name": "Holborn"}
    )

    latest = Entry.objects.filter(table="venues", row_id=pk)[0]
    assert (latest.actor_kind, latest.actor_name) == ("staff", "admin")
    assert "staff admin" in admin_client.get(f"/admin/history/entry/?q={pk}").text
    assert "Holborn" in admin_client.get(f"/admin/history/entry/{latest.pk}/change/").text
    assert admin_client.get("/admin/history/entry/add/").status_code == 403


def test_an_index_finds_the_events_of_a_code() -> None:
    sql("SET LOCAL enable_seqscan = off")

    query = Entry.objects.filter(table="tutorial_events", new_values__code="A")

    assert "history_new_codes" in query.explain()
