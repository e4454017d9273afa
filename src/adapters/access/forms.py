"""The form for a new token."""

from django import forms

from adapters.access.models import ApiToken
from domain.access.callers import SCOPES


class TokenForm(forms.ModelForm[ApiToken]):
    scopes = forms.MultipleChoiceField(
        choices=[(scope.value, f"{scope}: {text}") for scope, text in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ApiToken
        fields = ("name", "owner", "scopes", "expires_at")
