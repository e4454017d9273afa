"""Where a table is decides what is done about it. No database is asked."""

import pytest

from adapters.postgres.schema_move.inspect.classification import Relation, State, classify
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import EVERY_GROUP, REFERENCE, Group, Subject

VENUES = Subject(
    target=Name("adm", "venues"),
    origins=(Name("public", "adm.venues"), Name("public", "venues"), Name("adm", "adm.venues")),
)
ROOMS = Subject(target=Name("adm", "rooms"), origins=(Name("public", "rooms"),))
NOTES = Subject(target=Name("adm", "notes"), is_optional=True)
GROUP = Group(subjects=(VENUES, ROOMS, NOTES))
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
def test_a_table_is_judged_by_all_its_places(places: tuple[Name, ...], state: State) -> None:
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
def test_what_is_no_table_is_told_from_one(relations: tuple[Relation, ...], state: State) -> None:
    assert state_of(*relations) == state


def test_nothing_is_missing_where_nothing_is() -> None:
    placements = classify(EVERY_GROUP, [])
    assert {placement.state for placement in placements} == {"absent"}
    assert len(placements) == 9


def test_a_table_that_an_older_base_need_not_have_is_not_missing() -> None:
    states = [p.state for p in classify([GROUP], [relation(HERE), relation(PLAIN)])]
    assert states == ["copies", "missing", "absent"]


def test_the_table_that_belongs_where_it_is_comes_first() -> None:
    found = [relation(HALF), relation(HERE)]
    assert [table.name for table in classify([GROUP], found)[0].tables] == [HERE, HALF]


def test_every_reference_table_has_three_old_places() -> None:
    assert [len(subject.origins) for subject in REFERENCE.subjects] == [3] * 7


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("adm", "venues"), "adm.venues"),
        (Name("public", "adm.venues"), 'public."adm.venues"'),
        (Name("Adm", "venues"), '"Adm".venues'),
        (Name("adm", 'a"b'), 'adm."a""b"'),
    ],
)
def test_a_name_is_readable_and_cannot_be_misread(name: Name, text: str) -> None:
    assert str(name) == text
