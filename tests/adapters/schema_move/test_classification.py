"""The places of a table decide what is done with it; no database access."""

import pytest

from adapters.postgres.schema_move.inspect.classification import Relation, State, classify
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import EVERY_GROUP, REFERENCE, Group, TableDefinition

VENUES = TableDefinition(
    target=Name("adm", "venues"),
    origins=(Name("public", "adm.venues"), Name("public", "venues"), Name("adm", "adm.venues")),
)
ROOMS = TableDefinition(target=Name("adm", "rooms"), origins=(Name("public", "rooms"),))
NOTES = TableDefinition(target=Name("adm", "notes"), is_optional=True)
GROUP = Group(definitions=(VENUES, ROOMS, NOTES))
HERE, DOTTED, PLAIN, HALF = VENUES.places


def state_of(*relations: Relation) -> State:
    rooms = relation(ROOMS.target)
    return classify([GROUP], [*relations, rooms])[0].state


def relation(name: Name, *, kind: str = "r", is_ours: bool = False) -> Relation:
    return Relation(name=name, oid=hash(name) % 1000, kind=kind, is_ours=is_ours)


@pytest.mark.parametrize(
    ("places", "state"),
    [
        ((), "missing"),
        ((HERE,), "in_place"),
        ((DOTTED,), "move"),
        ((PLAIN,), "move"),
        ((HALF,), "move"),
        ((HERE, DOTTED), "copies"),
        ((HERE, PLAIN), "copies"),
        ((HERE, HALF), "copies"),
        ((DOTTED, PLAIN), "conflict"),
        ((HALF, DOTTED), "conflict"),
        ((HERE, DOTTED, PLAIN), "conflict"),
    ],
)
def test_the_placement_depends_on_all_places_of_a_table(
    places: tuple[Name, ...], state: State
) -> None:
    assert state_of(*map(relation, places)) == state


@pytest.mark.parametrize(
    ("relations", "state"),
    [
        ((relation(HERE), relation(PLAIN, kind="v")), "in_place"),
        ((relation(DOTTED), relation(PLAIN, kind="m")), "move"),
        ((relation(DOTTED), relation(HERE, kind="v")), "conflict"),
        ((relation(PLAIN, kind="v"),), "conflict"),
        ((relation(HERE), relation(PLAIN, kind="f")), "conflict"),
        ((relation(PLAIN, kind="p"),), "conflict"),
        ((relation(HERE), relation(PLAIN, kind="v", is_ours=True)), "in_place"),
    ],
)
def test_a_relation_that_is_not_a_table_is_a_conflict(
    relations: tuple[Relation, ...], state: State
) -> None:
    assert state_of(*relations) == state


def test_no_table_is_missing_in_an_empty_database() -> None:
    placements = classify(EVERY_GROUP, [])
    assert {placement.state for placement in placements} == {"absent"}
    assert len(placements) == 9


def test_an_optional_table_is_not_missing() -> None:
    states = [p.state for p in classify([GROUP], [relation(HERE), relation(PLAIN)])]
    assert states == ["copies", "missing", "absent"]


def test_the_copy_at_the_target_comes_first() -> None:
    found = [relation(HALF), relation(HERE)]
    assert [table.name for table in classify([GROUP], found)[0].tables] == [HERE, HALF]


def test_every_reference_table_has_three_old_names() -> None:
    assert [len(definition.origins) for definition in REFERENCE.definitions] == [3] * 7


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("adm", "venues"), "adm.venues"),
        (Name("public", "adm.venues"), 'public."adm.venues"'),
        (Name("Adm", "venues"), '"Adm".venues'),
        (Name("adm", 'a"b'), 'adm."a""b"'),
    ],
)
def test_a_name_is_quoted_if_it_is_ambiguous(name: Name, text: str) -> None:
    assert str(name) == text
