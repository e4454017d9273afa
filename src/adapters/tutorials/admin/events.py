from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import connection, transaction
from django.db.models import CharField, QuerySet
from django.forms import BaseModelFormSet, ModelForm, TextInput
from django.http import HttpRequest

from adapters.tutorials.admin.cancellations import CancellingAdmin
from adapters.tutorials.admin.clash_forms import SessionFormSet
from adapters.tutorials.admin.forms import EventForm, SessionForm
from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.clashes.check import clash_text

NAMES = ("first_name", "last_name")
# The fields of an event that people enter, in groups; each group has rows of fields.
ENTERED: Mapping[str | None, Sequence[str | tuple[str, ...]]] = {
    None: [("code", "exam_session_subject_product_variation"), "venue"],
    "Dates": [("start_date", "end_date", "finalisation_date")],
    "Places": [("remain_space", "is_unlimited", "is_soldout")],
}
_SITTING = "exam_session_subject_product_variation__exam_session_subject"


class SessionInline(admin.TabularInline[TutorialSession, TutorialEvent]):
    model = TutorialSession
    form = SessionForm
    formset = SessionFormSet
    fields = (
        "sequence",
        "title",
        "start_date",
        "end_date",
        "location",
        "venue",
        "instructors",
        "time_zone",
        "url",
    )
    ordering = ("sequence",)
    extra = 0
    # Narrow, so that all columns fit; Django's text field is twice as wide.
    formfield_overrides = {CharField: {"widget": TextInput(attrs={"size": 16})}}

    def get_formset(
        self, request: HttpRequest, obj: TutorialEvent | None = None, **kwargs: Any
    ) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        # The class is created for this request only.
        formset.by = request.user.get_username()
        return formset


@admin.register(TutorialEvent)
class TutorialEventAdmin(CancellingAdmin):
    form = EventForm
    inlines = (SessionInline,)
    autocomplete_fields = ("exam_session_subject_product_variation",)
    list_display = (
        "code",
        "subject",
        "exam_session",
        "venue",
        "start_date",
        "end_date",
        "remain_space",
        "is_soldout",
        "cancelled_at",
    )
    list_filter = (
        "is_soldout",
        (f"{_SITTING}__exam_session", admin.RelatedOnlyFieldListFilter),
        (f"{_SITTING}__subject", admin.RelatedOnlyFieldListFilter),
        "start_date",
    )
    search_fields = (
        *("code", "venue", "sessions__title", "sessions__location", "sessions__venue"),
        *(f"sessions__session_instructors__instructor__{name}" for name in NAMES),
    )
    date_hierarchy = "start_date"
    readonly_fields = (
        *("cancelled_at", "cancelled_by", "cancelled_reason"),
        *("clash_override_at", "clash_override_by", "clash_override_reason"),
        *("created_at", "updated_at"),
    )

    def get_fieldsets(self, request: HttpRequest, obj: TutorialEvent | None = None) -> Any:  # noqa: ARG002 (Django's signature)
        """Return the fields in groups, without blank fields that only the service sets."""
        groups = dict(ENTERED)
        if obj is not None and obj.cancelled_at:
            groups["Cancellation"] = [("cancelled_at", "cancelled_by", "cancelled_reason")]
        groups["Clashes"] = ["override_clashes"]
        if obj is not None and obj.clash_override_at:
            names = ("clash_override_at", "clash_override_by", "clash_override_reason")
            groups["Clashes"] = ["override_clashes", names]
        if obj is not None:
            groups["Record"] = [("created_at", "updated_at")]
        return [(title, {"fields": fields}) for title, fields in groups.items()]

    def recorded(self, object_id: str) -> dict[str, str]:
        # Includes the changes of its sessions and their instructors.
        return {"event_id": object_id}

    def get_queryset(self, request: HttpRequest) -> QuerySet[TutorialEvent]:
        return (
            super()
            .get_queryset(request)
            .select_related(f"{_SITTING}__subject", f"{_SITTING}__exam_session")
        )

    @admin.display(ordering=f"{_SITTING}__subject__code")
    def subject(self, event: TutorialEvent) -> str:
        return event.exam_session_subject_product_variation.exam_session_subject.subject.code

    @admin.display(ordering=f"{_SITTING}__exam_session__session_code")
    def exam_session(self, event: TutorialEvent) -> str:
        sitting = event.exam_session_subject_product_variation.exam_session_subject
        return sitting.exam_session.session_code

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[TutorialEvent],
        formsets: list[BaseModelFormSet[Any, Any]],
        change: bool,  # noqa: FBT001 Django's signature
    ) -> None:
        """Save the sessions. Rows are saved one by one, so swapped sequences need the deferral."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS acted.tutorial_sessions_event_sequence DEFERRED")
            super().save_related(request, form, formsets, change)
            cursor.execute("SET CONSTRAINTS acted.tutorial_sessions_event_sequence IMMEDIATE")
        for formset in formsets:
            if isinstance(formset, SessionFormSet):
                for clash in formset.checked.overridden:
                    message = f"Saved although it clashes: {clash_text(clash)}"
                    self.message_user(request, message, messages.WARNING)
