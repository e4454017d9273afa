"""Uploaded plans, with the state of their import, in the schema `acted`."""

from django.db import models
from django.db.models.functions import Now

from domain.plans.imports import ImportState


class PlanImport(models.Model):
    """The content is kept only while the import is queued."""

    state = models.CharField(max_length=10)
    file = models.CharField(max_length=100)
    encoding = models.CharField(max_length=50, null=True)
    is_dry_run = models.BooleanField()
    override_clashes = models.CharField(max_length=500, null=True)
    created_by = models.CharField(max_length=255)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    # The number of times that a process has begun the import.
    attempts = models.SmallIntegerField(db_default=0)
    content = models.BinaryField(null=True)
    message = models.TextField()
    report = models.JSONField(null=True)

    class Meta:
        db_table = '"acted"."plan_imports"'
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=("id",),
                name="plan_imports_queued",
                condition=models.Q(state=ImportState.QUEUED.value),
            ),
        )

    def __str__(self) -> str:
        return f"{self.id}, {self.file}"
