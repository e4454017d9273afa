"""The actions of the admin that cancel and reinstate events."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from adapters.recorded_admin import RecordedAdmin
from adapters.tutorials.admin.clash_forms import LABEL
from adapters.tutorials.models import TutorialEvent
from adapters.tutorials.repository import DjangoTutorials
from domain.clashes.check import Clashing
from domain.editing.cancelling import cancel_event, reinstate_event
from domain.errors import Busy, Conflict, Invalid
from domain.tutorials import events as domain
from domain.tutorials.changes import Cancellation, ClashOverride
from domain.tutorials.rules import LONGEST_REASON

type Change = Callable[[domain.TutorialEvent, DjangoTutorials], object]


class ReasonForm(forms.Form):
    """Why events are cancelled; the rules are those of the domain."""

    reason = forms.CharField(max_length=LONGEST_REASON, help_text="People who booked will read it.")

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        try:
            Cancellation(reason=reason, at=timezone.now(), by="")
        except Invalid as error:
            raise forms.ValidationError([each.message for each in error.errors]) from error
        return reason


class ReinstatingForm(ReasonForm):
    """Why events are reinstated although their sessions clash."""

    reason = forms.CharField(max_length=LONGEST_REASON, label=LABEL)


class CancellingAdmin(RecordedAdmin[TutorialEvent]):
    """Cancels or reinstates all selected events, or none, with the use cases of the API."""

    actions = ("cancel", "reinstate")

    @admin.action(description="Cancel the selected events", permissions=["change"])
    def cancel(
        self, request: HttpRequest, queryset: QuerySet[TutorialEvent]
    ) -> HttpResponse | None:
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._ask(
                *(request, queryset, form),
                action="cancel",
                verb="Cancel",
                text="These events will be cancelled. They stay readable by their codes, but leave "
                "the search:",
            )
        cancellation = Cancellation(
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=request.user.get_username(),
        )

        def cancelled(event: domain.TutorialEvent, tutorials: DjangoTutorials) -> object:
            return cancel_event(event, cancellation, tutorials)

        self._change(request, queryset, "Cancelled.", cancelled)
        return None

    @admin.action(description="Reinstate the selected events", permissions=["change"])
    def reinstate(
        self, request: HttpRequest, queryset: QuerySet[TutorialEvent]
    ) -> HttpResponse | None:
        form = ReinstatingForm(request.POST if "confirmed" in request.POST else None)
        override = None
        if form.is_valid():
            override = ClashOverride(
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                by=request.user.get_username(),
            )

        def reinstated(event: domain.TutorialEvent, tutorials: DjangoTutorials) -> object:
            return reinstate_event(event, tutorials, override)

        try:
            self._change(request, queryset, "Reinstated.", reinstated)
        except Clashing as error:
            return self._ask(
                *(request, queryset, form),
                action="reinstate",
                verb="Reinstate",
                text=f"{error} Give a reason to reinstate these events anyway:",
            )
        return None

    def _ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[TutorialEvent],
        form: ReasonForm,
        **texts: str,
    ) -> HttpResponse:
        """Show a page that asks for a reason before an action is executed."""
        context = {
            **self.admin_site.each_context(request),
            **texts,
            "title": f"{texts['verb']} events",
            "opts": self.opts,
            "events": queryset,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, "tutorials/ask_for_reason.html", context)

    def _change(
        self, request: HttpRequest, queryset: QuerySet[TutorialEvent], done: str, change: Change
    ) -> None:
        chosen, tutorials = list(queryset), DjangoTutorials()
        try:
            with transaction.atomic():
                locked = tutorials.find([row.code for row in chosen])
                for event in locked.values():
                    change(event, tutorials)
        except Clashing:
            raise
        except (Busy, Conflict) as error:
            self.message_user(request, f"{error} Nothing was changed.", messages.ERROR)
            return
        for row in chosen:
            self.log_change(request, row, done)
        self.message_user(request, f"{done.removesuffix('.')}: {len(chosen)}.")
