from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from adapters.access import tokens
from adapters.access.forms import TokenForm
from adapters.access.models import ApiToken

GIVEN = ("name", "owner", "scopes", "expires_at")
STORED = ("prefix", "created_at", "last_used_at", "revoked_at")


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """A token can be created and revoked, but not changed."""

    list_display = ("name", "prefix", "owner", "scopes", "expires_at", "last_used_at", "revoked_at")
    list_filter = ("owner", "revoked_at")
    list_select_related = ("owner",)
    search_fields = ("name", "prefix")
    autocomplete_fields = ("owner",)
    actions = ("revoke",)

    def get_form(
        self, request: HttpRequest, obj: ApiToken | None = None, *args: Any, **kwargs: Any
    ) -> type[ModelForm[ApiToken]]:
        if obj is None:
            kwargs["form"] = TokenForm
        return super().get_form(request, obj, *args, **kwargs)

    def get_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 (Django's signature)
        obj: ApiToken | None = None,
    ) -> tuple[str, ...]:
        return GIVEN if obj is None else (*GIVEN, *STORED)

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 (Django's signature)
        obj: ApiToken | None = None,
    ) -> tuple[str, ...]:
        return () if obj is None else (*GIVEN, *STORED)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 (Django's signature)
        obj: ApiToken | None = None,  # noqa: ARG002
    ) -> bool:
        # The history refers to tokens by name, so they must remain.
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: ApiToken,
        form: ModelForm[ApiToken],
        change: bool,  # noqa: FBT001 Django's signature
    ) -> None:
        if change:
            return
        given = form.cleaned_data
        stored, secret = tokens.issue(**{name: given[name] for name in GIVEN})
        obj.pk, obj.prefix, obj.scopes = stored.pk, stored.prefix, stored.scopes
        request.new_secret = secret  # type: ignore[attr-defined]  # for `response_add`

    def response_add(
        self,
        request: HttpRequest,
        obj: ApiToken,
        post_url_continue: str | None = None,  # noqa: ARG002 (Django's signature)
    ) -> HttpResponse:
        """Show the token: it is not stored, so this is the only time."""
        context = {
            **self.admin_site.each_context(request),
            "title": "The new token",
            "token": obj,
            "secret": request.new_secret,  # type: ignore[attr-defined]  # from `save_model`
            "opts": self.opts,
        }
        return render(request, "access/new_token.html", context)

    @admin.action(description="Revoke the selected tokens", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        chosen = list(queryset)
        number = tokens.revoke([token.pk for token in chosen])
        for token in chosen:
            self.log_change(request, token, "Revoked.")
        self.message_user(request, f"Tokens revoked: {number}.")
