"""Admin forms that apply the rules of the domain and show errors next to the field."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.text import capfirst

from domain.errors import Invalid


class DomainForm[M: Model](forms.ModelForm[M]):
    """Builds an `entity` from the form's data, and shows each broken rule next to its field.

    `given` has valid values for the fields of the entity that are not in the form.
    """

    entity: ClassVar[type]
    given: ClassVar[Mapping[str, object]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        values = {**self.given, **self.entity_values(cleaned)}
        if all(field.name in values for field in fields(self.entity)):
            try:
                self.entity(**values)
            except Invalid as error:
                for broken in error.errors:
                    self.add_error(broken.field, f"{capfirst(broken.message)}.")
        return cleaned

    def entity_values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entity's fields that are in the form and valid so far."""
        names = {field.name for field in fields(self.entity)}
        return {name: value for name, value in cleaned.items() if name in names}
