"""Tutorial events and their sessions, in the schema `acted`. Other systems write them too."""

from datetime import UTC, datetime
from typing import Final

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now

# Far outside these years, a local time can be outside the years 1 to 9999, and is unreadable.
FIRST_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
AFTER_LAST_MOMENT: Final = datetime(2100, 1, 1, tzinfo=UTC)


class TutorialEvent(models.Model):
    code = models.CharField(max_length=100, unique=True)
    venue = models.CharField(max_length=255)
    is_soldout = models.BooleanField("sold out", default=False)
    finalisation_date = models.DateField(
        null=True, blank=True, help_text="The day on which the event is finalised."
    )
    remain_space = models.IntegerField("places left", default=0)
    start_date = models.DateField()
    end_date = models.DateField()
    exam_session_subject_product_variation = models.ForeignKey(
        "catalogue.StoreProduct",
        # The database refuses to delete a product that has events. Django's PROTECT would do so
        # too, but cannot be combined with the DB_CASCADE below.
        on_delete=models.DO_NOTHING,
        related_name="tutorial_events",
        verbose_name="store product",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Used only by this service. Nullable, because other systems do not write these columns.
    is_unlimited = models.BooleanField("places not limited", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_by = models.CharField(max_length=255, null=True, blank=True, editable=False)
    cancelled_reason = models.CharField(max_length=500, null=True, blank=True, editable=False)
    # Why, when and by whom clashes of its sessions were allowed.
    clash_override_at = models.DateTimeField(null=True, blank=True, editable=False)
    clash_override_by = models.CharField(max_length=255, null=True, blank=True, editable=False)
    clash_override_reason = models.CharField(max_length=500, null=True, blank=True, editable=False)

    class Meta:
        db_table = '"acted"."tutorial_events"'
        ordering = ("start_date", "code")

    def __str__(self) -> str:
        return self.code


class TutorialSession(models.Model):
    """One day of an event. The database has the defaults, because plain SQL writes sessions too."""

    tutorial_event = models.ForeignKey(
        TutorialEvent,
        on_delete=models.DB_CASCADE,
        related_name="sessions",
        # The unique constraint's index begins with this column.
        db_index=False,
    )
    title = models.CharField(max_length=255)
    location = models.CharField(max_length=255)
    venue = models.CharField(max_length=255)
    start_date = models.DateTimeField()
    end_date = models.DateTimeField()
    sequence = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="The number of the day in the event, from 1."
    )
    url = models.CharField("web address", max_length=500, null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())
    time_zone = models.CharField(
        max_length=64,
        db_default="Europe/London",
        help_text="The IANA time zone of the session.",
    )

    class Meta:
        db_table = '"acted"."tutorial_sessions"'
        ordering = ("sequence",)
        constraints = [
            models.UniqueConstraint(
                fields=["tutorial_event", "sequence"],
                name="tutorial_sessions_event_sequence",
                # Checked after each statement instead of after each row, so that one UPDATE
                # can swap two days. But INSERT … ON CONFLICT is not possible on this table.
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="This sequence is taken in the event.",
            ),
            models.CheckConstraint(
                condition=models.Q(start_date__lte=models.F("end_date")),
                name="tutorial_sessions_end_not_before_start",
                violation_error_message="The end must not be before the start.",
            ),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1),
                name="tutorial_sessions_sequence_from_1",
                violation_error_message="The sequence must be 1 or more.",
            ),
            models.CheckConstraint(
                # True for both dates, because the start is not after the end.
                condition=models.Q(start_date__gte=FIRST_MOMENT, end_date__lt=AFTER_LAST_MOMENT),
                name="tutorial_sessions_years_2000_to_2099",
                violation_error_message="The dates must lie in 2000 to 2099 (UTC).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.title}"


class SessionInstructor(models.Model):
    """An instructor of a session.

    Only this service uses the table. It has no foreign keys in the database, so that other systems
    can always delete rows of their tables, or truncate them. Triggers delete the rows of deleted
    sessions and instructors.
    """

    tutorial_session = models.ForeignKey(
        TutorialSession,
        on_delete=models.DO_NOTHING,
        related_name="session_instructors",
        db_constraint=False,
        # The unique constraint's index begins with this column.
        db_index=False,
    )
    instructor = models.ForeignKey(
        "administrate.Instructor",
        # The admin and the API refuse to delete an instructor who teaches.
        on_delete=models.PROTECT,
        related_name="session_instructors",
        db_constraint=False,
    )

    class Meta:
        db_table = '"acted"."tutorial_session_instructors"'
        verbose_name = "instructor of a session"
        verbose_name_plural = "instructors of sessions"
        constraints = [
            models.UniqueConstraint(
                fields=["tutorial_session", "instructor"],
                name="tutorial_session_instructors_once",
                violation_error_message="This instructor teaches the session already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor} ({self.tutorial_session})"
