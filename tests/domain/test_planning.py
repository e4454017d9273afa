from datetime import date

import pytest

from domain.errors import Invalid
from domain.plans.course_templates import CourseTemplateCode, exam_session_code
from domain.plans.imports import PlanFile
from domain.plans.products import product_code, tutorial_at, tutorial_store_product


def test_a_course_template_code_has_a_subject_and_a_number_of_sessions() -> None:
    template = CourseTemplateCode.parse("CB1_f2f_10")

    assert (template.subject, template.session_count) == ("CB1", 10)


@pytest.mark.parametrize("text", ["", "CB1", "CB1_f2f", "CB1_F2F_3", "CB1_LO_0", "CB1_LO_3x"])
def test_another_text_is_not_a_course_template_code(text: str) -> None:
    with pytest.raises(Invalid, match="SUBJECT_MODE_N"):
        CourseTemplateCode.parse(text)


@pytest.mark.parametrize(("sitting", "code"), [("2026A", "26A"), ("26B", "26B")])
def test_a_sitting_is_converted_to_an_exam_session(sitting: str, code: str) -> None:
    assert exam_session_code(sitting) == code


@pytest.mark.parametrize("sitting", ["", "2026", "1926A", "2026a", "A"])
def test_another_text_is_not_a_sitting(sitting: str) -> None:
    with pytest.raises(Invalid, match="such as 2026A"):
        exam_session_code(sitting)


@pytest.mark.parametrize(
    ("location", "fullname", "shortname"),
    [
        ("London", "Tutorial - London", "London"),
        ("Live online", "Tutorial - Live Online", "Live Online"),
        ("LIVE ONLINE", "Tutorial - Live Online", "Live Online"),
    ],
)
def test_a_location_has_one_product(location: str, fullname: str, shortname: str) -> None:
    product = tutorial_at(location)

    assert (product.fullname, product.shortname) == (fullname, shortname)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("London", "LONDON"),
        ("Live online", "LIVEONLINE"),
        ("Zürich", "ZURICH"),
        ("Zone 51", "ZONE51"),
        ("Manchester", "MANCHESTER"),
    ],
)
def test_a_short_name_is_its_own_code(name: str, code: str) -> None:
    assert product_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    # Written out, because codes that are stored must not change.
    [("Birmingham City", "BIRMINF72E"), ("Manchesters", "MANCHE6489"), ("東京 A", "A2B05")],
)
def test_the_code_of_another_name_ends_in_four_digits_of_its_hash(name: str, code: str) -> None:
    assert product_code(name) == code


def test_long_names_with_the_same_beginning_have_different_codes() -> None:
    codes = {product_code("Newcastle upon Tyne"), product_code("Newcastle under Lyme")}

    assert len(codes) == 2
    assert {len(code) for code in codes} == {10}


def test_spellings_of_a_location_have_the_same_code() -> None:
    codes = {product_code(name) for name in ("St. Albans", "St Albans", "ST-ALBANS")}

    assert codes == {"STALBANS"}
    assert product_code("Newcastle-upon-Tyne") == product_code("Newcastle upon Tyne")


def test_names_that_differ_in_other_scripts_have_different_codes() -> None:
    assert product_code("東京 A") != product_code("大阪 A")


def test_a_subject_is_converted_to_upper_case() -> None:
    template = CourseTemplateCode.parse("cb1_f2f_3")

    assert (template.text, template.subject) == ("CB1_f2f_3", "CB1")


def test_a_name_without_latin_letters_has_a_code() -> None:
    assert product_code("東京") == product_code("東京")
    assert 0 < len(product_code("東京")) <= 10


def test_the_code_of_a_store_product_contains_its_parts() -> None:
    sold = tutorial_store_product(
        CourseTemplateCode.parse("CB1_f2f_3"),
        location="London",
        sitting="2026A",
        first_day=date(2026, 1, 5),
        last_day=date(2026, 4, 1),
    )

    assert sold.code == "CB1/LONDON/CB1_f2f_3/26A"
    assert sold.variation.description == "CB1 3-day bundle"
    assert (sold.variation.variation_type, sold.variation.name, sold.variation.code) == (
        "Tutorial",
        "CB1_f2f_3",
        "CB1_f2f_3",
    )
    assert (sold.exam_session.start_date, sold.exam_session.end_date) == (
        date(2026, 1, 5),
        date(2026, 4, 1),
    )


@pytest.mark.parametrize(
    ("name", "is_valid"),
    [
        ("plan.csv", True),
        ("p" * 100, True),
        ("p" * 101, False),
        # Two bytes each, and three of the last one.
        ("é" * 100, True),
        ("é" * 99 + "€", False),
        ("plans/plan.csv", False),
        (" ", False),
        ("plan\n.csv", False),
    ],
)
def test_the_name_of_a_plan_is_a_short_line_without_a_path(name: str, *, is_valid: bool) -> None:
    if is_valid:
        assert PlanFile(name=name, content=b"").name == name
        return
    with pytest.raises(Invalid) as raised:
        PlanFile(name=name, content=b"")
    assert {error.field for error in raised.value.errors} == {"file"}
