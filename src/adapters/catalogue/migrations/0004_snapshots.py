"""Lets readers follow the change log with PostgreSQL's snapshots, without numbers or a lock.

A log row contains the transaction that wrote it. A reader stores the snapshot of its last query,
and reads the rows that this snapshot could not see. Writers therefore only insert into the log,
and never wait. Rows that a logical replication worker applies are logged individually, because
PostgreSQL does not fire statement triggers for them.

The view `catalogue_version` and the table `catalogue_changes`, which remains empty, are for
processes of the previous release: they see a changed version, and read everything.
"""

import re
from importlib import import_module

from django.db import migrations

from adapters.catalogue.changes.server import SYSTEM
from adapters.postgres.adoption import EnsureRowTriggers, EnsureSQL

VERSION = import_module("adapters.catalogue.migrations.0002_version")
CHANGES = import_module("adapters.catalogue.migrations.0003_changes")

TABLES = """
CREATE TABLE IF NOT EXISTS acted.catalogue_changed (
    transaction xid8 NOT NULL,
    kind text NOT NULL,
    -- NULL: any of them.
    ids bigint[]
);
CREATE TABLE IF NOT EXISTS acted.catalogue_changes (
    transaction xid8 PRIMARY KEY,
    number bigint UNIQUE
);
-- How far the log was pruned. No key: a dump that is restored may add a row of its own.
CREATE TABLE IF NOT EXISTS acted.catalogue_changes_pruned (
    -- Of the cluster of which the snapshots are.
    system bigint NOT NULL,
    -- Whoever has seen all that this snapshot sees misses no row that was pruned.
    pruned pg_snapshot NOT NULL,
    -- What this one sees is pruned next.
    next pg_snapshot NOT NULL,
    -- How many rows were pruned.
    rows bigint NOT NULL,
    moved_at timestamptz NOT NULL
);
DO $$
BEGIN
    -- CREATE INDEX IF NOT EXISTS would wait for writers also where the index exists.
    IF to_regclass('acted.catalogue_changed_transaction') IS NULL THEN
        CREATE INDEX catalogue_changed_transaction ON acted.catalogue_changed (transaction);
    END IF;
END $$;
"""
VIEW = """
DO $$
BEGIN
    IF position('catalogue_changes_pruned' IN
        coalesce(pg_get_viewdef(to_regclass('acted.catalogue_version')), '')) = 0
    THEN
        CREATE OR REPLACE VIEW acted.catalogue_version AS
        SELECT (
                (SELECT coalesce(sum(rows), 0) FROM acted.catalogue_changes_pruned)
                + (SELECT count(*) FROM acted.catalogue_changed)
            )::bigint AS number,
            coalesce(
                (SELECT transaction FROM acted.catalogue_changed
                    ORDER BY transaction DESC LIMIT 1),
                '0'::xid8
            ) AS transaction;
    END IF;
END $$;
"""
LOG = """
CREATE OR REPLACE FUNCTION acted.log_change_by_{column}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT DISTINCT {column} FROM new_rows LIMIT {limit});
    ELSIF TG_OP = 'UPDATE' THEN
        changed := ARRAY(
            SELECT {column} FROM old_rows UNION SELECT {column} FROM new_rows LIMIT {limit}
        );
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT DISTINCT {column} FROM old_rows LIMIT {limit});
    END IF;
    IF cardinality(changed) = 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO acted.catalogue_changed (transaction, kind, ids)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0], CASE WHEN cardinality(changed) < {limit} THEN changed END
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_change_by_{column}() FROM PUBLIC;

CREATE OR REPLACE FUNCTION acted.log_row_by_{column}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO acted.catalogue_changed (transaction, kind, ids)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0],
        array_remove(ARRAY[OLD.{column}, NEW.{column}]::bigint[], NULL)
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_row_by_{column}() FROM PUBLIC;
"""
LOGS = [LOG.format(column=column, limit=CHANGES.MOST_IDS + 1) for column in CHANGES.COLUMNS]
# Fires at the commit of a transaction that began before this migration.
NUMBER = """
CREATE OR REPLACE FUNCTION acted.number_catalogue_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.number_catalogue_change() FROM PUBLIC;
"""
PRUNE = """
-- Deletes the rows that every reader of the last five minutes has seen; any role may call it.
-- Never waits, and does nothing if another session is pruning.
CREATE OR REPLACE FUNCTION acted.prune_catalogue_log() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_system bigint := {system};
    now_seen pg_snapshot := pg_current_snapshot();
    latest acted.catalogue_changes_pruned;
    rows_before bigint;
    rows_foreign bigint;
    rows_old bigint;
    first pg_snapshot := '1:1:';
BEGIN
    IF NOT pg_try_advisory_xact_lock(
        'pg_class'::regclass::oid::int, 'acted.catalogue_changes_pruned'::regclass::oid::int
    ) THEN
        RETURN;
    END IF;
    SELECT * INTO latest FROM acted.catalogue_changes_pruned
    WHERE system = this_system ORDER BY moved_at DESC LIMIT 1;
    IF latest.moved_at > now() - interval '5 minutes' AND latest.moved_at <= now() THEN
        RETURN;
    END IF;
    IF latest.next IS NULL AND EXISTS (SELECT FROM acted.catalogue_changes_pruned) THEN
        -- Of a dump: what was pruned before is not known.
        first := now_seen;
    END IF;
    -- Of a dump that was restored; none of this server's transactions is as late.
    DELETE FROM acted.catalogue_changed WHERE transaction > pg_snapshot_xmax(now_seen);
    GET DIAGNOSTICS rows_foreign = ROW_COUNT;
    DELETE FROM acted.catalogue_changed
    WHERE transaction < pg_snapshot_xmax(latest.next)
        AND pg_visible_in_snapshot(transaction, latest.next);
    GET DIAGNOSTICS rows_old = ROW_COUNT;
    WITH before AS (DELETE FROM acted.catalogue_changes_pruned RETURNING rows)
    SELECT coalesce(sum(rows), 0) INTO STRICT rows_before FROM before;
    INSERT INTO acted.catalogue_changes_pruned (system, pruned, next, rows, moved_at)
    VALUES (
        this_system, coalesce(latest.next, first), now_seen,
        rows_before + rows_foreign + rows_old, clock_timestamp()
    );
END $$;
""".replace("{system}", SYSTEM.strip())
# The previous release queries a number that no longer exists, and therefore reads everything.
CLEAN = """
DELETE FROM acted.catalogue_changes;
"""
DROP = """
DROP FUNCTION acted.prune_catalogue_log();
DROP VIEW acted.catalogue_version;
DROP TABLE acted.catalogue_changes_pruned;
DELETE FROM acted.catalogue_changed;
"""


def functions() -> dict[str, str]:
    """Return the bodies of the functions by their names, as PostgreSQL has them."""
    sources = [*LOGS, PRUNE]
    pattern = re.compile(
        r"CREATE OR REPLACE FUNCTION acted\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL
    )
    return {name: body for source in sources for name, body in pattern.findall(source)}


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_changes")]
    operations = [
        # Not repeated: 0005_changed_events replaces them.
        migrations.RunSQL([*LOGS], migrations.RunSQL.noop),
        EnsureSQL(
            "Let the log of changes be followed by snapshots",
            create=[
                TABLES,
                VIEW,
                NUMBER,
                CLEAN,
            ],
            drop=[
                DROP,
                *(f"DROP FUNCTION acted.log_row_by_{column}()" for column in CHANGES.COLUMNS),
                VERSION.CREATE,
                "DROP FUNCTION acted.note_catalogue_change()",
                *(
                    CHANGES.LOG.format(column=column, limit=CHANGES.MOST_IDS + 1)
                    for column in CHANGES.COLUMNS
                ),
                CHANGES.NUMBER.format(kept=CHANGES.KEPT, at_a_time=CHANGES.AT_A_TIME),
            ],
        ),
        # Not repeated: 0008_fingerprint replaces it.
        migrations.RunSQL([PRUNE], migrations.RunSQL.noop),
        EnsureRowTriggers(
            "log_row",
            calls={
                table: f"acted.log_row_by_{column}('{kind}')"
                for table, (kind, column) in CHANGES.LOGGED.items()
            },
            # Fires only for logical replication workers, so that other writers have no cost.
            when="current_setting('session_replication_role') = 'replica'",
        ),
    ]
