"""Every hit says why it was found, and how sure that is."""

import pytest

from domain.search.hits.products import Match
from domain.search.query import Schedule
from tests.domain.search.samples import (
    a_course,
    a_product,
    a_session,
    a_tutorial,
    an_event,
    ids,
    search,
)

EVENT = an_event("CM2-01-26A", sessions=[a_session("Recap", location="Dublin", venue="Town Hall")])
TUTORIAL = a_tutorial(1, variations=[a_course("CM2_f2f_5", events=[EVENT])])


def matches(text: str) -> list[Match]:
    (found,) = search(TUTORIAL, text=text).hits
    return list(found.matched_on)


@pytest.mark.parametrize(
    ("text", "field", "kind"),
    [
        ("CM2", "subject", "code"),
        ("cm2-01", "event", "code_prefix"),
        ("cm2_f2f_5", "variation", "code"),
        ("P1X", "product", "code"),
        ("26A", "exam_session", "code"),
        ("dublin", "location", "word"),
        ("hall", "venue", "word"),
        ("recap", "session", "word"),
        ("tutorial", "product", "word"),
        ("Dubl", "location", "word_prefix"),
        ("Dubln", "location", "one_edit"),
        ("recpa", "session", "one_edit"),
        ("tutrialx", "product", "two_edits"),
    ],
)
def test_a_match_has_the_best_field_and_kind(text: str, field: str, kind: str) -> None:
    (match,) = matches(text)
    assert (match.field, match.kind) == (field, kind)


def test_matches_are_in_the_order_of_the_words() -> None:
    assert [(match.text, match.field) for match in matches("Dubln in CM2")] == [
        ("dubln", "location"),
        ("cm2", "subject"),
    ]


def test_a_code_with_spaces_matches_as_a_whole() -> None:
    spaced = an_event("CM2-02 Zürich")
    listing = a_tutorial(1, variations=[a_course(events=[spaced])])
    (found,) = search(listing, text="cm2-02 zürich").hits
    (match,) = found.matched_on
    assert (match.text, match.kind) == ("cm2-02 zurich", "code")


@pytest.mark.parametrize("text", ["the", "the -", "- the", "the &"])
def test_a_symbol_with_a_function_word_is_ignored(text: str) -> None:
    assert ids(search(a_product(1, name="The Core Reading"), text=text)) == [1]


def test_without_a_text_there_are_no_matches() -> None:
    (found,) = search(TUTORIAL, subjects=["CM2"], schedule=Schedule()).hits
    assert found.matched_on == ()


@pytest.mark.parametrize(
    ("text", "score"),
    [("CM2", 100), ("dublin", 100), ("dubl", 90), ("dubln", 80), ("tutrialx", 60)],
)
def test_a_minimum_score_excludes_worse_matches(text: str, score: int) -> None:
    assert ids(search(TUTORIAL, text=text, min_score=score)) == [1]
    assert ids(search(TUTORIAL, text=text, min_score=score + 1)) == []


def test_the_weakest_word_decides_the_score() -> None:
    other = a_product(2, name="Dublin Notes")
    answer = search(TUTORIAL, other, text="Tutorial dubln", min_score=90)
    assert ids(answer) == []
