"""The check for clashes in the admin's form of an event, and the reason that overrides it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.utils import timezone

from adapters.tutorials.models import TutorialEvent, TutorialSession
from adapters.tutorials.repository import DjangoTutorials
from domain.clashes.check import Checked, Clashing, check_clashes, clash_text
from domain.clashes.overlaps import Clash
from domain.clashes.plans import EventPlan, new_plan_of, plan_after
from domain.editing.changes import SESSION_FIELDS
from domain.errors import Busy, Invalid
from domain.instructors.names import InstructorName
from domain.tutorials.changes import ClashOverride, EventChange
from domain.tutorials.rules import LONGEST_REASON
from domain.tutorials.sessions import SessionDraft

LABEL = "Reason to allow clashes"
HOW_TO_OVERRIDE = f"To save it anyway, fill in “{LABEL}” above."


class OverrideField(forms.CharField):
    """Why sessions are stored although they clash."""

    def __init__(self) -> None:
        super().__init__(
            label=LABEL,
            max_length=LONGEST_REASON,
            required=False,
            help_text="Fill it in only if a session clashes with another one and you allow this.",
        )

    def clean(self, value: Any) -> str:
        reason: str = super().clean(value)
        if reason:
            try:
                ClashOverride(reason=reason, at=timezone.now(), by="")
            except Invalid as error:
                raise forms.ValidationError([each.message for each in error.errors]) from error
        return reason


class SessionFormSet(BaseInlineFormSet[TutorialSession, TutorialEvent, Any]):
    """The sessions of an event; a clash is an error unless a reason is given.

    `by` is the name of the user. The form of the event stores the reason in the attribute
    `override_clashes` of the event.
    """

    by: str
    checked = Checked()

    def clean(self) -> None:
        super().clean()
        reason: str = getattr(self.instance, "override_clashes", "")
        if not self.instance.code or any(form.errors for form in self._kept()):
            return
        override = ClashOverride(reason=reason, at=timezone.now(), by=self.by) if reason else None
        tutorials = DjangoTutorials()
        try:
            self.checked = check_clashes([self._plan(tutorials)], tutorials, override)
        except Clashing as error:
            self._show(error.clashes)
            raise forms.ValidationError(f"Sessions clash. {HOW_TO_OVERRIDE}") from error
        except Busy as error:
            raise forms.ValidationError(str(error)) from error
        for name, value in self.checked.values_of(self.instance.code).items():
            setattr(self.instance, name, value)

    def _plan(self, tutorials: DjangoTutorials) -> EventPlan:
        changed = [form for form in self._kept() if form.has_changed()]
        new = tuple(SessionDraft(**_values(form)) for form in changed if form.instance.pk is None)
        if self.instance._state.adding:
            return new_plan_of(self.instance.code, new)
        code = TutorialEvent.objects.values_list("code", flat=True).get(pk=self.instance.pk)
        # Lock the event before taking the lock for planning, in the same order as other writers.
        change = EventChange(
            id=self.instance.pk,
            code=code,
            values={"code": self.instance.code},
            sessions={
                form.instance.pk: _values(form) for form in changed if form.instance.pk is not None
            },
            new_sessions=new,
            removed_sessions=tuple(
                form.instance.pk for form in self.deleted_forms if form.instance.pk is not None
            ),
        )
        return plan_after(tutorials.find([code])[code], change)

    def _kept(self) -> list[Any]:
        return [form for form in self.forms if form not in self.deleted_forms]

    def _show(self, clashes: Iterable[Clash]) -> None:
        """Show each clash at the field that both sessions share."""
        forms_by_sequence = {
            form.cleaned_data["sequence"]: form
            for form in self._kept()
            if "sequence" in form.cleaned_data
        }
        for clash in clashes:
            name = "venue" if clash.kind == "venue" else "instructors"
            for form in self._of(clash, forms_by_sequence):
                form.add_error(name, clash_text(clash))

    def _of(self, clash: Clash, by_sequence: dict[int, Any]) -> Iterator[Any]:
        for session in (clash.first, clash.second):
            if session.event_code == self.instance.code and session.sequence in by_sequence:
                yield by_sequence[session.sequence]


def _values(form: Any) -> dict[str, Any]:
    names = (
        InstructorName(str(instructor), instructor.pk)
        for instructor in form.cleaned_data["instructors"]
    )
    values = {name: form.cleaned_data[name] for name in SESSION_FIELDS if name != "instructors"}
    return {**values, "instructors": tuple(names)}
