"""The history, in the schema `acted`. Only the database's triggers write it."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One change of one row; both `values` have only the columns that differ."""

    at = models.DateTimeField(db_default=Now(), help_text="When the change was made.")
    transaction = models.BigIntegerField(help_text="Entries with one number were made together.")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField(null=True, help_text="The id of the row.")
    event_id = models.BigIntegerField(null=True, help_text="The id of the tutorial event.")
    change = models.CharField(max_length=8)
    actor_kind = models.CharField(
        max_length=16, null=True, help_text="Empty if another system made the change."
    )
    actor_name = models.CharField(max_length=255, null=True)
    role = models.CharField(max_length=63, help_text="The role that was signed in to PostgreSQL.")
    old_values = models.JSONField(null=True)
    new_values = models.JSONField(null=True)

    class Meta:
        db_table = '"acted"."history"'
        ordering = ("-id",)
        verbose_name = "change"
        verbose_name_plural = "changes"
        indexes = (
            models.Index(fields=["event_id", "id"], name="history_event"),
            models.Index(fields=["table", "row_id"], name="history_row"),
        )

    def __str__(self) -> str:
        return f"{self.change} {self.table} {self.row_id}"
