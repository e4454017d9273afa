"""Durations have the same meaning as in PostgreSQL; all other texts are refused."""

import pytest
from django.db import connection

from adapters.postgres.durations import LONGEST_MS, MILLISECONDS, parse_milliseconds


@pytest.mark.django_db
def test_a_duration_means_what_it_means_in_postgresql() -> None:
    texts = [f"{n}{unit}" for n in ("1", "1.5", "1e1", " 7 ", "+3") for unit in MILLISECONDS]
    texts += ["1500us", "2500 us", "400us", ".25s", "2000", "1500", "\t4 s\n", "24d", "2.5"]
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [text])
            cursor.execute("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'")
            # PostgreSQL rounds half a millisecond to 0, which means no timeout.
            assert parse_milliseconds(text, bare="ms") == max(int(cursor.fetchone()[0]), 1), text


@pytest.mark.parametrize(
    ("text", "bare", "milliseconds"),
    [("30", "s", 30_000), ("0.05", "s", 50), ("200", "ms", 200), ("4s", "ms", 4_000)],
)
def test_a_bare_number_has_the_unit_of_the_option(text: str, bare: str, milliseconds: int) -> None:
    assert parse_milliseconds(text, bare=bare) == milliseconds


NONSENSE = "4 parsecs|4S|4Min|1 m|1sec|4s s|1,5s|1_000|٣s|inf|nan|0x10|1e|--1|4s;|4\x00s|ms|s4| |"


@pytest.mark.parametrize("text", NONSENSE.split("|"))
def test_an_invalid_duration_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"is not a duration.*us, ms, s, min, h, d.*without a unit"
    ):
        parse_milliseconds(text, bare="ms")


@pytest.mark.parametrize("text", ["0", "0s", "0.0", "-1", "-4s", "-0.5min", "0e5d"])
def test_nothing_waits_without_a_bound(text: str) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        parse_milliseconds(text, bare="s")


@pytest.mark.parametrize("text", ["25d", f"{LONGEST_MS + 1}ms", "1e999d", "9" * 400])
def test_what_postgresql_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"maximum, {LONGEST_MS}ms"):
        parse_milliseconds(text, bare="ms")


def test_the_longest_is_accepted() -> None:
    assert parse_milliseconds(f"{LONGEST_MS}", bare="ms") == LONGEST_MS
