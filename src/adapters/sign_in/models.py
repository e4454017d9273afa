from django.db import models
from django.db.models.functions import Now


class SignInTry(models.Model):
    """A sign-in attempt that failed, or whose password is being checked."""

    account = models.CharField(max_length=64, help_text="A hash of the name that was typed in.")
    address = models.CharField(max_length=64)
    tried_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = '"acted"."sign_in_tries"'
        indexes = (
            models.Index(fields=("account", "tried_at"), name="sign_in_tries_account"),
            models.Index(fields=("address", "tried_at"), name="sign_in_tries_address"),
            models.Index(fields=("tried_at",), name="sign_in_tries_tried_at"),
        )

    def __str__(self) -> str:
        return f"{self.address}, {self.tried_at}"
