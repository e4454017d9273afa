"""Names of tables with a schema in models: `"adm"."venues"`, with both parts quoted.

Django has no option for a schema, but does not quote a name that is already quoted. It writes the
tables of many-to-many fields without the outer quotes, `adm"."venues_tags`. A name without quotes
is a single name: `adm.venues` is a table with a dot in its name.
"""

import re

_PART = r'"((?:[^"]|"")+)"'
_QUALIFIED = re.compile(rf"{_PART}\.{_PART}")
_QUOTED = re.compile(_PART)


def split(name: str) -> tuple[str, str]:
    """Return the schema ("" if there is none) and the table of a `db_table`."""
    if match := _QUALIFIED.fullmatch(name if name.startswith('"') else f'"{name}"'):
        schema, table = match.groups()
        return _unescape(schema), _unescape(table)
    if match := _QUOTED.fullmatch(name):
        return "", _unescape(match[1])
    return "", name


def join(schema: str, table: str) -> str:
    """Return the `db_table` of a table in a schema, or on the search path if it is ""."""
    return f"{quote(schema)}.{quote(table)}" if schema else quote(table)


def quote(identifier: str) -> str:
    """Return a quoted SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def _unescape(identifier: str) -> str:
    return identifier.replace('""', '"')
