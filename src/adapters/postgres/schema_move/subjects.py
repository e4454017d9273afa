"""Which tables move, where they belong, and the places in which older bases have them."""

from dataclasses import dataclass

from adapters.postgres.schema_move.relations import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A table of the service; `is_optional` when an older base need not have it."""

    target: Name
    origins: tuple[Name, ...] = ()
    is_optional: bool = False

    @property
    def places(self) -> tuple[Name, ...]:
        return (self.target, *self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tables that are there together or not at all."""

    subjects: tuple[Subject, ...]


def _reference(table: str) -> Subject:
    return Subject(
        target=Name("adm", table),
        origins=(
            # An ORM took the name `adm.venues` for one identifier, in public or half moved.
            Name("public", f"adm.{table}"),
            Name("public", table),
            Name("adm", f"adm.{table}"),
        ),
    )


REFERENCE = Group(
    subjects=tuple(
        _reference(table)
        for table in (
            # Each after those that it refers to: merged rows must find theirs.
            "course_templates",
            "custom_fields",
            "instructors",
            "locations",
            "pricelevels",
            "venues",
            "course_template_price_levels",
        )
    )
)
TUTORIALS = Group(
    subjects=(
        Subject(
            target=Name("acted", "tutorial_events"),
            origins=(
                Name("public", "acted_tutorial_events"),
                Name("public", "acted.tutorial_events"),
                Name("acted", "acted.tutorial_events"),
            ),
        ),
        Subject(target=Name("acted", "tutorial_sessions"), is_optional=True),
    )
)
EVERY_GROUP = (REFERENCE, TUTORIALS)
LEDGER = Name("adm", "schema_move_ledger")
