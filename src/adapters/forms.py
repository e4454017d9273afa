"""Admin forms that apply the rules of the domain and show errors next to the field.

Other systems can have stored values that break a rule. They prevent no change of other fields.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.text import capfirst

from domain.errors import Invalid


class ChangedFieldsForm[M: Model](forms.ModelForm[M]):
    """Checks the fields that change; the others keep their stored values, whatever these are."""

    @cached_property
    def unchanged(self) -> frozenset[str]:
        """The names of the fields of a stored row that are as they were shown."""
        if self.instance._state.adding:
            return frozenset()
        return frozenset(name for name in self.fields if not self._is_changed(name))

    def _is_changed(self, name: str) -> bool:
        shown = self[name]
        # Django trims what is sent, but not what is stored.
        return name in self.changed_data and shown.data != shown.initial

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # the stubs lack it
        errors: dict[str, Any] = self._errors  # type: ignore[attr-defined]  # the stubs lack it
        for name in self.unchanged & errors.keys() & self._columns.keys():
            del errors[name]
            if not self._columns[name].is_relation:
                self.cleaned_data[name] = getattr(self.instance, name)

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs lack it
        return excluded | {name for name in self.unchanged if not self._is_valid(name)}

    def _is_valid(self, name: str) -> bool:
        if column := self._columns.get(name):
            try:
                column.clean(column.value_from_object(self.instance), self.instance)
            except ValidationError:
                return False
        return True

    @cached_property
    def _columns(self) -> Mapping[str, Field[Any, Any]]:
        return {field.name: field for field in self.instance._meta.concrete_fields}


class DomainForm[M: Model](ChangedFieldsForm[M]):
    """Builds an `entity` from the form's data, and shows each broken rule next to its field.

    `given` has valid values for the fields of the entity that are not in the form. `compared` has
    the field that an error names, by the one that can cause it too.
    """

    entity: ClassVar[type]
    given: ClassVar[Mapping[str, object]] = {}
    compared: ClassVar[Mapping[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        values = {**self.given, **self.entity_values(cleaned)}
        if all(field.name in values for field in fields(self.entity)):
            try:
                self.entity(**values)
            except Invalid as error:
                for broken in error.errors:
                    if self._may_cause(broken.field):
                        self.add_error(broken.field, f"{capfirst(broken.message)}.")
        return cleaned

    def entity_values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entity's fields that are in the form and valid so far."""
        names = {field.name for field in fields(self.entity)}
        return {name: value for name, value in cleaned.items() if name in names}

    def _may_cause(self, broken: str) -> bool:
        """Whether a field that changes can break the rule."""
        causes = {broken, *(name for name, named in self.compared.items() if named == broken)}
        return not causes <= self.unchanged
