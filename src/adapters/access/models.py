"""Tokens of programs, and stored responses for repeated requests, in the schema `acted`."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from domain.access.tokens import LONGEST_NAME


class ApiToken(models.Model):
    """A bearer token. Only the SHA-256 of its secret is stored."""

    name = models.CharField(max_length=LONGEST_NAME, help_text="What the token is used for.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # Done by the database, because other systems delete accounts too.
        on_delete=models.DB_CASCADE,
        related_name="api_tokens",
        help_text="Who answers for the token. It cannot be used while this account is inactive.",
    )
    scopes = ArrayField(models.CharField(max_length=50), help_text="What the token may do.")
    prefix = models.CharField(
        max_length=16, help_text="The beginning of the token, to recognise it by."
    )
    digest = models.CharField("SHA-256", max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="When the token ends; empty for never."
    )
    last_used_at = models.DateTimeField(
        null=True, blank=True, help_text="When the token was last used, to the minute."
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = '"acted"."api_tokens"'
        ordering = ("name", "id")
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class StoredResponse(models.Model):
    """The response to a request with an Idempotency-Key."""

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    request = models.CharField("SHA-256 of the request", max_length=64)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = '"acted"."kept_answers"'
        constraints = (
            models.UniqueConstraint(fields=("caller", "key"), name="kept_answers_caller_key"),
        )
        indexes = (models.Index(fields=("kept_at",), name="kept_answers_kept_at"),)

    def __str__(self) -> str:
        return f"{self.caller}, {self.key}"
