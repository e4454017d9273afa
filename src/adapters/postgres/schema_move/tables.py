"""The tables that are moved, their targets, and their places in older databases."""

from dataclasses import dataclass

from adapters.postgres.schema_move.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDefinition:
    """A table of the service; `is_optional` if older databases may lack it.

    `natural_key` are the columns by which people identify a row, unique or not.
    """

    target: Name
    origins: tuple[Name, ...] = ()
    natural_key: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def places(self) -> tuple[Name, ...]:
        return (self.target, *self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tables that exist together or not at all."""

    definitions: tuple[TableDefinition, ...]


def _reference(table: str, *natural_key: str) -> TableDefinition:
    return TableDefinition(
        target=Name("adm", table),
        natural_key=natural_key,
        origins=(
            # An ORM used `adm.venues` as one identifier, in `public` or after half a move.
            Name("public", f"adm.{table}"),
            Name("public", table),
            Name("adm", f"adm.{table}"),
        ),
    )


REFERENCE = Group(
    definitions=(
        # Each after the tables that it refers to, so that merged rows find their targets.
        _reference("course_templates", "external_id", "code"),
        _reference("custom_fields", "external_id"),
        _reference("instructors", "external_id"),
        _reference("locations", "external_id", "code"),
        _reference("pricelevels", "external_id"),
        _reference("venues", "external_id"),
        _reference(
            "course_template_price_levels", "course_template_id", "price_level_id", "external_id"
        ),
    )
)
TUTORIALS = Group(
    definitions=(
        TableDefinition(
            target=Name("acted", "tutorial_events"),
            origins=(
                Name("public", "acted_tutorial_events"),
                Name("public", "acted.tutorial_events"),
                Name("acted", "acted.tutorial_events"),
            ),
            natural_key=("code",),
        ),
        TableDefinition(
            target=Name("acted", "tutorial_sessions"),
            natural_key=("tutorial_event_id", "sequence"),
            is_optional=True,
        ),
    )
)
EVERY_GROUP = (REFERENCE, TUTORIALS)
LEDGER = Name("adm", "schema_move_ledger")
