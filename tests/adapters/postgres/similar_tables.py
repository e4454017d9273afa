"""Four tables with similar names."""

from django.db import models
from django.db.migrations.operations import CreateModel
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

# One name in two schemas, in other letters, on the search path, and with a dot of its own.
SIMILAR_TABLES = {
    "annexe": '"annexe"."rooms"',
    "other letters": '"Annexe"."Rooms"',
    "search path": "rooms",
    "literal dot": "annexe.rooms",
}


def room(name: str, table: str) -> CreateModel:
    # The names of indexes are one set in each schema, and two of the tables share one.
    dotted = "dotted_" if table == SIMILAR_TABLES["literal dot"] else ""
    return CreateModel(
        name,
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=50, unique=True)),
            ("code", models.CharField(max_length=20, db_index=True)),
            ("kind", models.CharField(max_length=20, default="")),
            ("floor", models.PositiveIntegerField(default=0)),
            ("seats", models.IntegerField(null=True)),
            ("building", models.ForeignKey("annexe.Building", models.CASCADE, null=True)),
            ("beside", models.ForeignKey("self", models.CASCADE, null=True)),
        ],
        options={
            "db_table": table,
            "unique_together": {("floor", "code")},
            "indexes": [Index(fields=["floor", "seats"], name=f"{dotted}floor_seats")],
            "constraints": [
                CheckConstraint(condition=Q(seats__gt=0), name=f"{dotted}has_seats"),
                UniqueConstraint(
                    fields=["seats"], condition=Q(floor=0), name=f"{dotted}ground_floor"
                ),
            ],
        },
    )
