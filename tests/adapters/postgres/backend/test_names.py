import pytest

from adapters.postgres.backend import names


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("venues", ("", "venues")),
        ('"venues"', ("", "venues")),
        ("adm.venues", ("", "adm.venues")),
        ('"adm.venues"', ("", "adm.venues")),
        ('"adm"."venues"', ("adm", "venues")),
        ('"adm"."adm.venues"', ("adm", "adm.venues")),
        ('"Adm"."Venues"', ("Adm", "Venues")),
        ('"we""ird"."na""me"', ('we"ird', 'na"me')),
        ('"one"".""name"', ("", 'one"."name')),
    ],
)
def test_a_name_is_split_into_schema_and_table(name: str, place: tuple[str, str]) -> None:
    assert names.split(name) == place
    assert names.split(names.join(*place)) == place


def test_a_name_without_its_outer_quotes_is_split_too() -> None:
    assert names.split('adm"."venues_tags') == ("adm", "venues_tags")
