"""Adds a version of the catalogue that every committed change of any system increments.

The first write of a transaction inserts a row without a number into `catalogue_changes`. During
COMMIT, the row gets the next number. The lock that makes numbers commit in order is therefore
held only during COMMIT, so a long transaction does not block others. Each transaction inserts its
own row instead of updating a shared one, so that writers with REPEATABLE READ or SERIALIZABLE do
not fail.
"""

from django.db import migrations

from adapters.postgres.adoption import EnsureTriggers

TABLES = (
    "acted.bundle_products",
    "acted.bundles",
    "acted.catalog_exam_session_subjects",
    "acted.catalog_exam_sessions",
    "acted.catalog_product_bundle_products",
    "acted.catalog_product_bundles",
    "acted.catalog_product_product_variations",
    "acted.catalog_product_variations",
    "acted.catalog_products",
    "acted.catalog_subjects",
    "acted.filter_configuration_groups",
    "acted.filter_configurations",
    "acted.filter_groups",
    "acted.filter_product_product_groups",
    "acted.prices",
    "acted.product_productvariation_recommendations",
    "acted.products",
    "acted.tutorial_events",
    "acted.tutorial_sessions",
)

CREATE = """
CREATE TABLE IF NOT EXISTS acted.catalogue_changes (
    transaction xid8 PRIMARY KEY,
    number bigint UNIQUE
);
CREATE SEQUENCE IF NOT EXISTS acted.catalogue_number OWNED BY acted.catalogue_changes.number;

-- Always one row. The transaction tells apart a number that a restored backup gives out twice.
CREATE OR REPLACE VIEW acted.catalogue_version AS
SELECT coalesce(latest.number, 0) AS number,
    coalesce(latest.transaction, '0'::xid8) AS transaction
FROM (VALUES (true)) AS always
    LEFT JOIN (
        SELECT number, transaction FROM acted.catalogue_changes
        WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1
    ) AS latest ON true;

-- Both functions act with their owner's rights: who may write to a table needs none on ours.
CREATE OR REPLACE FUNCTION acted.note_catalogue_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A row that has a number already gets another one: it is from before a backup was
    -- restored, or of this transaction, if that has set its constraints to immediate.
    INSERT INTO acted.catalogue_changes AS change (transaction) VALUES (pg_current_xact_id())
    ON CONFLICT (transaction) DO UPDATE SET number = NULL WHERE change.number IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION acted.number_catalogue_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Fires this trigger again, when all that was deferred until now is done. Foreign keys
        -- wait for other transactions' rows: to wait with the lock below in hand is a deadlock.
        UPDATE acted.catalogue_changes SET number = NULL
        WHERE transaction = NEW.transaction AND number IS NULL;
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(
        'pg_class'::regclass::oid::int, 'acted.catalogue_changes'::regclass::oid::int
    );
    UPDATE acted.catalogue_changes SET number = nextval('acted.catalogue_number')
    WHERE transaction = pg_current_xact_id() AND number IS NULL
    RETURNING number INTO latest;
    -- In the stricter levels a row that a newer transaction has deleted too is an error.
    IF current_setting('transaction_isolation') = 'read committed' THEN
        DELETE FROM acted.catalogue_changes WHERE number BETWEEN latest - 100 AND latest - 1;
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION acted.note_catalogue_change(), acted.number_catalogue_change()
FROM PUBLIC;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_trigger
        WHERE tgrelid = 'acted.catalogue_changes'::regclass AND tgname = 'number_change'
    ) THEN
        CREATE CONSTRAINT TRIGGER number_change
        AFTER INSERT OR UPDATE ON acted.catalogue_changes
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number IS NULL)
        EXECUTE FUNCTION acted.number_catalogue_change();
        ALTER TABLE acted.catalogue_changes ENABLE ALWAYS TRIGGER number_change;
    END IF;
END $$;
"""
DROP = """
DROP VIEW acted.catalogue_version;
DROP TABLE acted.catalogue_changes;
DROP FUNCTION acted.note_catalogue_change(), acted.number_catalogue_change();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("tutorials", "0003_tutorial_sessions")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        EnsureTriggers(
            "note_change",
            tables=TABLES,
            function="acted.note_catalogue_change()",
            # Replaced by 0003, which a database can have although it is not recorded.
            replaced_by="log",
        ),
    ]
