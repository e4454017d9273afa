"""Missing parts of an adopted table are added, and parts with other names are renamed."""

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.adapters.adoption.databases import Fingerprint, fingerprint, migrate, query, run

SESSIONS = "acted.tutorial_sessions"
# Changes that adoption reverses completely; each is to a different part of the tables.
WEAKER = (
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_location_id_fkey",
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_pkey",
    "ALTER TABLE adm.venues RENAME CONSTRAINT venues_external_id_key TO other",
    "CREATE INDEX other_location ON adm.venues (location_id)",
    "CREATE INDEX other_pattern ON adm.venues (external_id varchar_pattern_ops)",
    (
        "ALTER TABLE acted.products DROP CONSTRAINT products_product_code_key,"
        " ADD CONSTRAINT other UNIQUE (product_code) DEFERRABLE"
    ),
    (
        "ALTER TABLE acted.prices DROP CONSTRAINT prices_product_id_fkey,"
        " ADD FOREIGN KEY (product_id) REFERENCES acted.products NOT VALID"
    ),
    (
        "ALTER TABLE acted.bundles DROP CONSTRAINT bundles_display_order_check,"
        " ADD CONSTRAINT other CHECK (display_order >= 0) NOT VALID"
    ),
    (
        "ALTER TABLE acted.tutorial_sessions RENAME CONSTRAINT"
        " tutorial_sessions_tutorial_event_id_sequence_key TO tutorial_sessions_event_sequence"
    ),
    (
        "ALTER TABLE acted.tutorial_sessions ADD time_zone varchar(64) NOT NULL DEFAULT 'x';"
        "ALTER TABLE acted.tutorial_sessions ALTER time_zone DROP DEFAULT"
    ),
)


def test_repaired_tables_equal_new_ones(rehearsal: BaseDatabaseWrapper, right: Fingerprint) -> None:
    for change in WEAKER:
        run(rehearsal, change)
    migrate(rehearsal)
    assert fingerprint(rehearsal) == right


def test_objects_of_other_systems_remain(rehearsal: BaseDatabaseWrapper) -> None:
    run(rehearsal, "CREATE INDEX theirs ON adm.venues (name)")
    run(rehearsal, "ALTER TABLE adm.venues ADD CONSTRAINT theirs CHECK (name <> '')")
    run(rehearsal, "ALTER TABLE adm.venues ALTER name SET DEFAULT 'theirs'")
    before = theirs(rehearsal)
    assert len(before) == 5
    migrate(rehearsal)
    assert theirs(rehearsal) == before


def test_a_renamed_column_is_adopted(
    rehearsal: BaseDatabaseWrapper,
) -> None:
    # PostgreSQL 18 names NOT NULL constraints, and keeps the name if the column is renamed.
    for old, new in (("first_name", "x"), ("last_name", "first_name"), ("x", "last_name")):
        run(rehearsal, f"ALTER TABLE adm.instructors RENAME {old} TO {new}")
    migrate(rehearsal)
    sql = "SELECT first_name, last_name FROM adm.instructors"
    assert query(rehearsal, sql) == [("Lovelace", "Ada")]


def test_a_foreign_key_keeps_its_on_delete_rule(
    rehearsal: BaseDatabaseWrapper,
) -> None:
    run(rehearsal, "ALTER TABLE acted.prices DROP CONSTRAINT prices_product_id_fkey")
    run(
        rehearsal,
        "ALTER TABLE acted.prices"
        " ADD FOREIGN KEY (product_id) REFERENCES acted.products ON DELETE CASCADE",
    )
    migrate(rehearsal)
    sql = "SELECT conname, confdeltype FROM pg_constraint WHERE contype = 'f'"
    found = query(rehearsal, f"{sql} AND conrelid = 'acted.prices'::regclass")
    assert found == [("prices_product_id_d8374f06_fk_products_id", "c")]


def test_an_array_of_roles_is_stored_as_an_array(
    rehearsal: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(rehearsal, "ALTER TABLE adm.custom_fields DROP roles, ADD roles varchar(255)[]")
    migrate(rehearsal)
    changed = set(fingerprint(rehearsal)) ^ set(right)
    assert {fact[1:3] for fact in changed} == {("adm.custom_fields", "roles")}


def test_an_adopted_session_is_deleted_with_its_event(rehearsal: BaseDatabaseWrapper) -> None:
    migrate(rehearsal)
    run(rehearsal, "DELETE FROM acted.tutorial_events WHERE id = 20")
    assert query(rehearsal, "SELECT id FROM acted.tutorial_sessions") == []


def test_the_search_path_makes_no_difference(
    rehearsal: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(rehearsal, "SET search_path = public, acted, adm")
    migrate(rehearsal)
    run(rehearsal, "SET search_path = public")
    assert fingerprint(rehearsal) == right


def theirs(connection: BaseDatabaseWrapper) -> Fingerprint:
    return [fact for fact in fingerprint(connection) if "theirs" in " ".join(fact)]
