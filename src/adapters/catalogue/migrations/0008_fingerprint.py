"""Gives each log row a random number, so that a lost row is noticed.

The sum of these numbers identifies the rows that a reader has seen. Pruning adds the numbers of the
deleted rows to the sum of the pruned ones, so the total does not change
(`adapters.catalogue.changes.position`).
"""

import re
from importlib import import_module

from django.db import migrations

from adapters.catalogue.changes.server import SYSTEM
from adapters.postgres.adoption import EnsureSQL

SNAPSHOTS = import_module("adapters.catalogue.migrations.0004_snapshots")
CHANGED_SESSIONS = import_module("adapters.catalogue.migrations.0007_changed_sessions")

TABLES = CHANGED_SESSIONS.TABLES
RANDOM = "pg_catalog.hashtextextended(pg_catalog.gen_random_uuid()::text, 0)"
COLUMNS = """
DO $$
BEGIN
    -- ADD COLUMN IF NOT EXISTS would wait for writers also where the column exists.
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'acted.catalogue_changed'::regclass AND attname = 'token'
    ) THEN
        -- Two steps: a new column with this default would be a new table, which looks empty to
        -- transactions that began before.
        ALTER TABLE acted.catalogue_changed ADD COLUMN token bigint;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'acted.catalogue_changed'::regclass AND attname = 'token' AND atthasdef
    ) THEN
        ALTER TABLE acted.catalogue_changed ALTER COLUMN token SET DEFAULT {random};
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'acted.catalogue_changes_pruned'::regclass AND attname = 'tokens'
    ) THEN
        ALTER TABLE acted.catalogue_changes_pruned ADD COLUMN tokens numeric NOT NULL DEFAULT 0;
    END IF;
END $$;
UPDATE acted.catalogue_changed SET token = DEFAULT WHERE token IS NULL;
""".replace("{random}", RANDOM)
PRUNE = """
-- Deletes the rows that every reader of the last five minutes has seen; any role may call it.
-- Never waits, and does nothing if another session is pruning.
CREATE OR REPLACE FUNCTION acted.prune_catalogue_log() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_system bigint := {system};
    now_seen pg_snapshot := pg_current_snapshot();
    latest acted.catalogue_changes_pruned;
    before record;
    removed record;
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
    -- Of a dump that was restored; none of this server's transactions is as late. No reader counts
    -- them.
    DELETE FROM acted.catalogue_changed WHERE transaction > pg_snapshot_xmax(now_seen);
    WITH deleted AS (
        DELETE FROM acted.catalogue_changed
        WHERE transaction < pg_snapshot_xmax(latest.next)
            AND pg_visible_in_snapshot(transaction, latest.next)
        RETURNING token
    )
    -- A row of the release before has no number; a new one stands for it.
    SELECT count(*) AS rows, coalesce(sum(coalesce(token, {random})), 0) AS tokens
    INTO STRICT removed FROM deleted;
    WITH deleted AS (DELETE FROM acted.catalogue_changes_pruned RETURNING rows, tokens)
    SELECT coalesce(sum(rows), 0) AS rows, coalesce(sum(tokens), 0) AS tokens
    INTO STRICT before FROM deleted;
    INSERT INTO acted.catalogue_changes_pruned (system, pruned, next, rows, moved_at, tokens)
    VALUES (
        this_system, coalesce(latest.next, first), now_seen,
        before.rows + removed.rows, clock_timestamp(), before.tokens + removed.tokens
    );
END $$;
""".replace("{system}", SYSTEM.strip()).replace("{random}", RANDOM)


def functions() -> dict[str, str]:
    """Return the bodies of the log's functions by their names, as PostgreSQL has them."""
    pattern = re.compile(
        r"CREATE OR REPLACE FUNCTION acted\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL
    )
    return {**CHANGED_SESSIONS.functions(), **dict(pattern.findall(PRUNE))}


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_changed_sessions")]
    operations = [
        EnsureSQL(
            "Number the rows of the change log at random",
            create=[SNAPSHOTS.TABLES, COLUMNS, PRUNE],
            drop=[
                SNAPSHOTS.PRUNE,
                "ALTER TABLE acted.catalogue_changed DROP COLUMN token",
                "ALTER TABLE acted.catalogue_changes_pruned DROP COLUMN tokens",
            ],
        ),
    ]
