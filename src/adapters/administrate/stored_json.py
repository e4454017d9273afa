"""Reads JSON of other systems with numbers and depths that Python does not support."""

import json
import math
import sys
from typing import Any, override

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class LenientDecoder(json.JSONDecoder):
    """Reads a number that Python cannot represent as the text of its digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, parse_int=_whole, parse_float=_broken)


class StoredJSONField(models.JSONField):
    """A JSONField that can read every stored value; migrations use Django's class."""

    @override
    def from_db_value(
        self, value: Any, expression: models.Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        if isinstance(value, str):
            try:
                return json.loads(value, cls=LenientDecoder)
            except RecursionError:
                return value
        return super().from_db_value(value, expression, connection)

    @override
    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        if type(self) is StoredJSONField:
            path = "django.db.models.JSONField"
        return name, path, arguments, options


def _whole(digits: str) -> int | str:
    return digits if len(digits) > sys.int_info.default_max_str_digits else int(digits)


def _broken(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits
