"""Decides what to do with each table, from the places where it was found; no database access."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import Group, TableDefinition

type State = Literal["absent", "in_place", "move", "copies", "missing", "conflict"]

TABLE = "r"
VIEWS = ("v", "m")
KINDS = {
    "v": "a view",
    "m": "a materialised view",
    "f": "a foreign table",
    "p": "a partitioned table",
    "S": "a sequence",
    "i": "an index",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation; `kind` is PostgreSQL's relkind, `is_ours` marks a view of a previous move."""

    name: Name
    oid: int
    kind: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A table and the places where it was found; `fault` says why it cannot be moved.

    `absent`: no table of its group exists. `missing`: this table does not exist, but others of
    its group do. `copies`: `tables` has two, the first at the target and the other elsewhere.
    """

    definition: TableDefinition
    state: State
    tables: tuple[Relation, ...] = ()
    fault: str | None = None

    @property
    def target(self) -> Name:
        return self.definition.target


def classify(groups: Iterable[Group], found: Iterable[Relation]) -> tuple[Placement, ...]:
    """Return the placement of each table, from all relations that have one of its names."""
    by_name = {relation.name: relation for relation in found if not relation.is_ours}
    return tuple(placement for group in groups for placement in _in_group(group, by_name))


def _in_group(group: Group, found: Mapping[Name, Relation]) -> Iterator[Placement]:
    placements = [_place(definition, found) for definition in group.definitions]
    present = [str(p.target) for p in placements if p.state != "absent"]
    for placement in placements:
        definition = placement.definition
        if placement.state == "absent" and present and not definition.is_optional:
            yield Placement(
                definition=definition, state="missing", fault=_missing(definition, present)
            )
        else:
            yield placement


def _place(definition: TableDefinition, found: Mapping[Name, Relation]) -> Placement:
    here = [found[name] for name in definition.places if name in found]
    tables = tuple(relation for relation in here if relation.kind == TABLE)
    if fault := _obstacle(definition, here, tables) or _too_many(definition, tables):
        return Placement(definition=definition, state="conflict", tables=tables, fault=fault)
    return Placement(definition=definition, state=_state(definition, tables), tables=tables)


def _state(definition: TableDefinition, tables: tuple[Relation, ...]) -> State:
    if not tables:
        return "absent"
    if len(tables) > 1:
        return "copies"
    return "in_place" if tables[0].name == definition.target else "move"


def _obstacle(
    definition: TableDefinition, here: Iterable[Relation], tables: tuple[Relation, ...]
) -> str | None:
    """Return the fault of a relation that is not a table, unless it is a view at an old place."""
    for relation in here:
        is_harmless = relation.kind in VIEWS and relation.name != definition.target and tables
        if relation.kind != TABLE and not is_harmless:
            kind = KINDS.get(relation.kind, "no table")
            return (
                f"{relation.name} is {kind}, where the table {definition.target} was expected: "
                f"rename it and run the command again"
            )
    return None


def _too_many(definition: TableDefinition, tables: tuple[Relation, ...]) -> str | None:
    places = [table.name for table in tables]
    if len(places) < 2 or (len(places) == 2 and definition.target in places):
        return None
    return (
        f"{definition.target} is in {len(places)} places at once: {', '.join(map(str, places))}. "
        f"Decide which of the old ones is right, and move the others to another schema: "
        f"CREATE SCHEMA aside; ALTER TABLE {places[-1].quoted} SET SCHEMA aside;"
    )


def _missing(definition: TableDefinition, present: Iterable[str]) -> str:
    places = ", ".join(map(str, definition.places))
    return (
        f"{definition.target} is missing, although these tables exist: {', '.join(present)}. "
        f"Restore it from a backup to one of these places, and run the command again: {places}"
    )
