"""`inspectdb` writes models that name their tables as they are."""

from io import StringIO

from django.core.management import call_command

from tests.adapters.postgres.similar_tables import SIMILAR_TABLES
from tests.adapters.postgres.temporary_tables import Migrator


def inspected(*tables: str) -> str:
    output = StringIO()
    call_command("inspectdb", *tables, stdout=output)
    return output.getvalue()


def test_a_table_is_inspected_by_its_db_table(migrator: Migrator, rooms: str) -> None:
    table = migrator.model("Room")._meta.db_table
    text = inspected(table)
    assert f"db_table = {table!r}\n" in text
    assert "name = models.CharField(unique=True, max_length=50)\n" in text
    assert "building = models.ForeignKey('AnnexeBuildings', models.DO_NOTHING" in text
    assert "beside = models.ForeignKey('self', models.DO_NOTHING" in text
    assert "unique_together = (('floor', 'code')," in text
    assert "Unable" not in text


def test_all_tables_of_all_schemas_are_inspected(migrator: Migrator, rooms: str) -> None:
    text = inspected()
    for table in (*SIMILAR_TABLES.values(), '"annexe"."buildings"', "django_migrations"):
        assert text.count(f"db_table = {table!r}\n") == 1
    assert "pg_catalog" not in text
    assert "Unable" not in text
