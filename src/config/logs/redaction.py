"""Removes secrets, and the values of rows, from the text of a log line."""

import json
import re
from functools import cache

from config.environment import environment
from config.environment.group import is_secret

# PostgreSQL quotes values of the row in these lines of its messages. The end of the line can be
# written as \n in JSON.
DETAIL = re.compile(r"(DETAIL|CONTEXT|Failing row contains)(: | ).*?(?=\\n|\n|\"|$)")
HIDDEN = "***"


def redacted(text: str) -> str:
    """Return the text without the service's secrets and without values of rows."""
    for secret in _secrets():
        text = text.replace(secret, HIDDEN)
    return DETAIL.sub(rf"\1: {HIDDEN}", text)


@cache
def _secrets() -> tuple[str, ...]:
    settings = environment()
    values = [
        getattr(settings, name).get_secret_value()
        for name, field in type(settings).model_fields.items()
        if is_secret(field) and name in settings.model_fields_set and getattr(settings, name)
    ]
    password = settings.database().get("password")
    found = {*values, *([password] if password else [])}
    found |= {json.dumps(value)[1:-1] for value in found}
    # The longest first, because one secret can contain another.
    return tuple(sorted(found, key=len, reverse=True))
