"""The forms for an event and its sessions."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.contrib.admin import site
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelectMultiple
from django.utils.text import capfirst

from adapters.forms import DomainForm
from adapters.tutorials.admin.clash_forms import OverrideField
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.repository import DjangoTutorials
from adapters.tutorials.rows.instructors import set_instructors
from domain import clocks
from domain.code_check import check_code
from domain.editing.rules import COMPARED
from domain.errors import Busy, Conflict, Invalid
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

TIMES = {"start_date", "end_date"}


class EventForm(DomainForm[TutorialEvent]):
    entity = EventDraft
    compared = COMPARED
    given: ClassVar[Mapping[str, object]] = {"sessions": ()}
    override_clashes = OverrideField()

    class Meta:
        model = TutorialEvent
        fields = "__all__"

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if "code" in self.changed_data:
            try:
                check_code(code, DjangoTutorials(), besides=self.initial.get("code"))
            except (Conflict, Busy) as error:
                raise forms.ValidationError(str(error)) from error
        return code

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs lack it
        # For the formset of the sessions.
        self.instance.override_clashes = self.cleaned_data.get("override_clashes", "")  # type: ignore[attr-defined]


class WallClockField(forms.SplitDateTimeField):
    """A local date and time at the place, without a zone."""

    widget = AdminSplitDateTime

    def compress(self, data_list: tuple[date, time] | None) -> datetime | None:
        return datetime.combine(*data_list) if data_list else None


class InstructorsField(forms.ModelMultipleChoiceField[Any]):
    """Several instructors, found by a part of the name."""

    def __init__(self) -> None:
        link = SessionInstructor._meta.get_field("instructor")
        super().__init__(
            queryset=link.related_model._default_manager.all(),
            required=False,
            widget=AutocompleteSelectMultiple(link, site),
        )


class SessionForm(DomainForm[TutorialSession]):
    """Times are entered and shown in the local time of the session's own zone."""

    entity = SessionDraft
    compared = COMPARED
    start_date = WallClockField()
    end_date = WallClockField()
    instructors = InstructorsField()

    class Meta:
        model = TutorialSession
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = clocks.DEFAULT_TIME_ZONE
        if self.instance.pk:
            for name in ("start_date", "end_date"):
                moment = getattr(self.instance, name)
                local = clocks.local_time(moment, self.instance.time_zone)
                self.initial[name] = local.replace(tzinfo=None)
            links = self.instance.session_instructors
            self.initial["instructors"] = list(links.values_list("instructor_id", flat=True))

    def clean(self) -> dict[str, Any]:
        zone = self.cleaned_data.get("time_zone")
        if (
            zone
            and zone not in clocks.known_zones()
            and not self.unchanged >= {"time_zone", *TIMES}
        ):
            self.add_error("time_zone", f"{capfirst(clocks.UNKNOWN_ZONE)}.")
        for name in TIMES & self.cleaned_data.keys():
            if self.unchanged >= {name, "time_zone"}:
                # The form shows no fractions of a second, nor which of two equal times is meant.
                self.cleaned_data[name] = getattr(self.instance, name)
            else:
                # With an invalid zone the form is rejected anyway, so any zone can be used here.
                self._place(name, self.cleaned_data.get("time_zone") or clocks.DEFAULT_TIME_ZONE)
        return super().clean()

    def entity_values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        # The field has checked that the instructors exist.
        return {**super().entity_values(cleaned), "instructors": None}

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # the stubs lack it
        if "instructors" in self.changed_data:
            chosen = self.cleaned_data["instructors"]
            set_instructors({self.instance.pk: [instructor.pk for instructor in chosen]})

    def validate_constraints(self) -> None:
        """Do nothing: the domain's rules and the formset check the sequences.

        A comparison with the stored rows, one by one, would prevent swapping two days.
        """

    def _place(self, name: str, zone: str) -> None:
        """Convert a local time to a time with the UTC offset of the zone."""
        try:
            self.cleaned_data[name] = clocks.at_wall_clock(self.cleaned_data[name], zone)
        except Invalid as error:
            self.add_error(name, f"{capfirst(error.errors[0].message)}.")
