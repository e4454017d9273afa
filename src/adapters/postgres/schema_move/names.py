"""Names of relations with their schemas."""

from dataclasses import dataclass
from typing import Self

from adapters.postgres.backend import names


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """The schema and the name of a relation, without quotes."""

    schema: str
    table: str

    @property
    def quoted(self) -> str:
        """The name in SQL and in a model's `db_table`, such as `"adm"."venues"`."""
        return names.join(self.schema, self.table)

    @classmethod
    def of(cls, db_table: str) -> Self:
        return cls(*names.split(db_table))

    def __str__(self) -> str:
        """Return the name for messages, quoted only if it is ambiguous: `public."adm.venues"`."""
        return ".".join(_readable(part) for part in (self.schema, self.table))


def _readable(part: str) -> str:
    plain = part.isidentifier() and part == part.lower()
    return part if plain else names.quote(part)
