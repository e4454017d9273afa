"""Logs the rows that every committed change to the catalogue wrote.

A statement inserts one row into `catalogue_changed`: the kind of the written rows, and their ids.
The reader of the log finds the affected listings. A trigger cannot do so, because it does not see
the uncommitted changes of other transactions. A trigger therefore only reads the rows of its own
statement, which is cheap.

The log rows of a transaction become visible when it gets its number in `catalogue_changes`. The
latest numbers are kept, so that a reader can check that it has missed none.
"""

from importlib import import_module

from django.db import migrations

from adapters.postgres.adoption import EnsureRowSetTriggers, EnsureTriggers

VERSION = import_module("adapters.catalogue.migrations.0002_version")

# For a statement that wrote more rows, no ids are logged: reading everything is cheaper.
MOST_IDS = 2000
# The number of transactions by which a reader may be behind; older ones are deleted in batches.
KEPT, AT_A_TIME = 10_000, 100

# The kind and the column of the logged ids, by table.
LOGGED = {
    "acted.bundle_products": ("bundle", "bundle_id"),
    "acted.bundles": ("bundle", "id"),
    "acted.catalog_exam_session_subjects": ("sitting", "id"),
    "acted.catalog_exam_sessions": ("exam_session", "id"),
    "acted.catalog_product_bundle_products": ("template_item", "id"),
    "acted.catalog_product_bundles": ("template", "id"),
    "acted.catalog_product_product_variations": ("pair", "id"),
    "acted.catalog_product_variations": ("variation", "id"),
    "acted.catalog_products": ("product", "id"),
    "acted.catalog_subjects": ("subject", "id"),
    "acted.filter_configuration_groups": ("filter", "filter_configuration_id"),
    "acted.filter_configurations": ("filter", "id"),
    "acted.filter_groups": ("filter_group", "id"),
    "acted.filter_product_product_groups": ("product", "product_id"),
    "acted.prices": ("store_product", "product_id"),
    "acted.product_productvariation_recommendations": ("pair", "product_product_variation_id"),
    "acted.products": ("store_product", "id"),
    "acted.tutorial_events": ("store_product", "exam_session_subject_product_variation_id"),
    "acted.tutorial_sessions": ("event", "tutorial_event_id"),
}
COLUMNS = sorted({column for _, column in LOGGED.values()})

TABLE = """
CREATE TABLE IF NOT EXISTS acted.catalogue_changed (
    transaction xid8 NOT NULL,
    kind text NOT NULL,
    -- NULL: any of them.
    ids bigint[]
);
CREATE INDEX IF NOT EXISTS catalogue_changed_transaction
ON acted.catalogue_changed (transaction);
"""
# The functions are SECURITY DEFINER, so that writers need no privileges on the log.
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
    -- A row that has a number already gets another one: it is from before a backup was
    -- restored, or of this transaction, if that has set its constraints to immediate.
    INSERT INTO acted.catalogue_changed (transaction, kind, ids)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0], CASE WHEN cardinality(changed) < {limit} THEN changed END
    );
    INSERT INTO acted.catalogue_changes AS change (transaction) VALUES (pg_current_xact_id())
    ON CONFLICT (transaction) DO UPDATE SET number = NULL WHERE change.number IS NOT NULL;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_change_by_{column}() FROM PUBLIC;
"""
NUMBER = """
CREATE OR REPLACE FUNCTION acted.number_catalogue_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest bigint;
    gone xid8[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Fires this trigger again, when all that was deferred until now is done. Foreign keys
        -- wait for other transactions' rows: to wait with the lock below in hand is a deadlock.
        UPDATE acted.catalogue_changes SET number = NULL
        WHERE transaction = NEW.transaction AND coalesce(number, 0) = 0;
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(
        'pg_class'::regclass::oid::int, 'acted.catalogue_changes'::regclass::oid::int
    );
    -- Not IS NULL, which has an index that leads through what all others left behind.
    UPDATE acted.catalogue_changes SET number = nextval('acted.catalogue_number')
    WHERE transaction = pg_current_xact_id() AND coalesce(number, 0) = 0
    RETURNING number INTO latest;
    -- Always the oldest go, without a gap: a reader whose number is there misses none after it.
    IF latest % {at_a_time} = 0 AND current_setting('transaction_isolation') <> 'serializable'
    THEN
        BEGIN
            WITH pruned AS (
                DELETE FROM acted.catalogue_changes WHERE number <= latest - {kept}
                RETURNING transaction
            )
            SELECT array_agg(transaction) FROM pruned INTO gone;
            DELETE FROM acted.catalogue_changed WHERE transaction = ANY(gone);
        EXCEPTION WHEN serialization_failure THEN
            -- Another has cleared them away since this transaction, a REPEATABLE READ, began.
            NULL;
        END;
    END IF;
    RETURN NULL;
END $$;
"""
FINISH = """
-- Transactions that have a number already were not logged.
INSERT INTO acted.catalogue_changed (transaction, kind)
SELECT transaction, 'anything' FROM acted.catalogue_changes
WHERE transaction NOT IN (SELECT transaction FROM acted.catalogue_changed);
DROP FUNCTION IF EXISTS acted.note_catalogue_change();
"""
DROP = "DROP TABLE acted.catalogue_changed;" + "".join(
    f"DROP FUNCTION acted.log_change_by_{column}();" for column in COLUMNS
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_version")]
    operations = [
        migrations.RunSQL(
            [
                TABLE,
                *(LOG.format(column=column, limit=MOST_IDS + 1) for column in COLUMNS),
                NUMBER.format(kept=KEPT, at_a_time=AT_A_TIME),
            ],
            DROP,
        ),
        EnsureRowSetTriggers(
            "log",
            calls={
                table: f"acted.log_change_by_{column}('{kind}')"
                for table, (kind, column) in LOGGED.items()
            },
            replaces=EnsureTriggers(
                "note_change",
                tables=VERSION.TABLES,
                function="acted.note_catalogue_change()",
            ),
        ),
        migrations.RunSQL(FINISH, VERSION.CREATE),
    ]
