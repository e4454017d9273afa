"""How instructors are found by what people write."""

import pytest

from domain.errors import Invalid
from domain.instructors.lookup import Instructors
from domain.instructors.names import InstructorName, name_of
from domain.plans.instructor_names import names_in
from tests.samples import instructor

KNOWN = ("Smith; John, PhD", "Rock & Roll", "Ada Lovelace", "Doe, Jane")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tutor 01", ["Tutor 01"]),
        ("Tutor 01; Tutor 02;", ["Tutor 01", "Tutor 02"]),
        ("Tutor 01, Tutor 02", ["Tutor 01", "Tutor 02"]),
        ("Ann / Bo & Cy and Di + Ed | Flo", ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"]),
        ("Ann, Bo, Cy", ["Ann", "Bo", "Cy"]),
        ("Noether, Emmy", ["Emmy Noether"]),
        ("Anderson", ["Anderson"]),
        ("Sand and Co", ["Sand", "Co"]),
        ("TBC", []),
        ("to be confirmed", []),
        (" ", []),
        ("Tutor 01; TBA", ["Tutor 01"]),
        ("Rock & Roll", ["Rock & Roll"]),
        ("Rock & Roll; ada lovelace", ["Rock & Roll", "ada lovelace"]),
        ("Smith; John, PhD", ["Smith; John, PhD"]),
        ("Ada Lovelace; Smith; John, PhD; Doe, Jane", ["Ada Lovelace", KNOWN[0], "Doe, Jane"]),
    ],
)
def test_a_text_names_instructors(text: str, names: list[str]) -> None:
    known = {name.casefold() for name in KNOWN}

    assert list(names_in(text, lambda name: name.casefold() in known)) == names


def test_a_name_is_found_by_its_text_then_by_its_spelling_and_active_people_first() -> None:
    people = [
        instructor(1, "Tutor", "1.1"),
        instructor(2, "Tutor", "11"),
        instructor(3, "Zoë", "Ng", is_active=False),
        instructor(4, "Zoe", "Ng"),
        instructor(5, "", " ", "K-5"),
    ]
    found = Instructors(lambda: people)

    assert [found.called(text)[0].id for text in ("Tutor 11", "tutor 1.1", "k5")] == [2, 1, 5]
    assert [name.id for name in found.called("Zoë Ng")] == [3]
    assert [name.id for name in found.called("ZOE  NG")] == [4]
    assert name_of(people[4]) == "K-5"
    assert [name.id for name in found.find([InstructorName("Tutor 1.1", 2), 5])] == [5, 2]
    with pytest.raises(Invalid, match=r"instructors\[1\]: there is no instructor called 'Tutor'"):
        found.find(["Tutor 11", "Tutor"])


def test_two_people_of_one_name_differ() -> None:
    first, second = InstructorName("Ada", 1), InstructorName("Ada", 2)

    assert first != second
    assert first == "Ada" == second
    assert InstructorName("Ada", 1) == first
    assert InstructorName("Augusta", 1) != first
