"""SQL that identifies the server, one start of it, and its cluster.

Operators, functions and types have an explicit schema, because the search path is unknown.
"""

# This value changes after a crash, a restart, a promotion or a restore, and differs between servers
# and databases; older positions are then invalid. PostgreSQL resets its statistics after a crash,
# even if the postmaster survives.
SERVER = """
    pg_catalog.concat_ws('.',
        (extract(epoch FROM pg_catalog.pg_postmaster_start_time())
            OPERATOR(pg_catalog.*) 1000000)::bigint,
        (extract(epoch FROM pg_catalog.pg_stat_get_bgwriter_stat_reset_time())
            OPERATOR(pg_catalog.*) 1000000)::bigint,
        pg_catalog.pg_is_in_recovery()::int,
        (
            SELECT oid FROM pg_catalog.pg_database
            WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        ),
        'acted.catalogue_changed'::pg_catalog.regclass::pg_catalog.oid
    )
"""

# Equal for a primary and its standbys, which have the same bytes, and almost always different for
# other servers. It contains the ids of the database, of the table of the log, and of the
# transaction that created the table. The last one is in the row of a system column, because no
# statement changes that row. The system identifier would be exact, but PostgreSQL reads it from a
# file at each call, and can lack the permission to do so.
CLUSTER = """
    (
        SELECT pg_catalog.concat_ws('-', database.oid, attrelid, attribute.xmin)
        FROM pg_catalog.pg_database AS database, pg_catalog.pg_attribute AS attribute
        WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
            AND attrelid OPERATOR(pg_catalog.=)
                'acted.catalogue_changed'::pg_catalog.regclass::pg_catalog.oid
            AND attname OPERATOR(pg_catalog.=) 'ctid'
    )
"""

# The same as a number, for the table `acted.catalogue_changes_pruned`.
SYSTEM = f"pg_catalog.hashtextextended({CLUSTER}, 0)"
