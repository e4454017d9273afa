from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.clocks import at_wall_clock, exact_time, known_zones, local_time, midnight
from domain.errors import Invalid


@pytest.mark.parametrize(
    ("month", "offset"), [(1, timedelta(0)), (7, timedelta(hours=1))], ids=["winter", "summer"]
)
def test_a_time_is_converted_to_the_local_time_of_its_zone(month: int, offset: timedelta) -> None:
    moment = datetime(2026, month, 1, 12, 0, tzinfo=UTC)

    local = local_time(moment, "Europe/London")

    assert (local, local.utcoffset()) == (moment, offset)


def test_an_unknown_zone_is_treated_as_the_default() -> None:
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

    assert local_time(moment, "Europe/Atlantis").hour == 9


def test_a_local_time_is_converted_with_its_offset() -> None:
    planned = at_wall_clock(datetime(2026, 7, 1, 9, 0), "Europe/London")  # noqa: DTZ001 a wall clock

    assert planned.isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize("fold", [0, 1])
def test_an_ambiguous_time_is_the_first(fold: int) -> None:
    shown = datetime(2026, 10, 25, 1, 30, fold=fold)  # noqa: DTZ001 a wall clock

    assert at_wall_clock(shown, "Europe/London").isoformat() == "2026-10-25T01:30:00+01:00"


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati"])
def test_times_of_the_years_2000_to_2099_are_supported(zone: str) -> None:
    for year in (2000, 2099):
        shown = datetime(year, 12, 31, 23, 59)  # noqa: DTZ001 a wall clock
        assert at_wall_clock(shown, zone).replace(tzinfo=None) == shown
    for year in (1999, 2100):
        with pytest.raises(Invalid) as refused:
            at_wall_clock(datetime(year, 6, 1), zone)  # noqa: DTZ001 a wall clock
        (error,) = refused.value.errors
        assert (error.field, error.message) == ("time", "must lie between 2000 and 2099")


@pytest.mark.parametrize("convert", [at_wall_clock, exact_time])
@pytest.mark.parametrize(
    ("shown", "zone", "field", "message"),
    [
        (
            datetime(2026, 3, 29, 1, 30),  # noqa: DTZ001 a wall clock
            "Europe/London",
            "time",
            "the clocks of Europe/London skip 01:30 on 29/03/2026",
        ),
        (
            datetime(2026, 3, 29, 1, 30),  # noqa: DTZ001 a wall clock
            "Europe/Atlantis",
            "time_zone",
            "must be an IANA time zone, such as Europe/London",
        ),
    ],
)
def test_a_refusal_names_the_field(
    convert: Callable[[datetime, str], datetime],
    shown: datetime,
    zone: str,
    field: str,
    message: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        convert(shown, zone)
    (error,) = refused.value.errors
    assert (error.field, error.message) == (field, message)


def test_a_time_with_an_offset_is_converted_to_the_zone() -> None:
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

    assert exact_time(moment, "Europe/London").isoformat() == "2026-07-01T09:00:00+01:00"
    # Such a zone can be stored; a change of other fields sends no other one.
    assert exact_time(moment, "Europe/Atlantis") == moment


def test_a_time_without_an_offset_must_occur_once() -> None:
    once = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 a wall clock
    twice = datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001 a wall clock

    assert exact_time(once, "Europe/London").isoformat() == "2026-07-01T09:00:00+01:00"
    with pytest.raises(Invalid) as refused:
        exact_time(twice, "Europe/London")
    (error,) = refused.value.errors
    assert (error.field, error.message) == (
        "time",
        "the clocks of Europe/London show 01:30 on 25/10/2026 twice; add +01:00 or +00:00",
    )


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe"])
def test_a_time_that_occurs_twice_is_two_times_in_order(zone: str) -> None:
    twice = {
        "Europe/London": datetime(2026, 10, 25, 1, 45),  # noqa: DTZ001 a wall clock
        "Australia/Lord_Howe": datetime(2026, 4, 5, 1, 45),  # noqa: DTZ001 a wall clock
    }[zone]
    first, second = (at_wall_clock(twice, zone, second=which) for which in (False, True))

    # A minute before is still later, if it is in the repeated hour.
    assert first < second - timedelta(minutes=1)
    for moment in (first, second):
        stored = moment.astimezone(UTC)
        for same in (local_time(stored, zone), exact_time(stored, zone)):
            assert same == moment
            assert same.isoformat() == moment.isoformat()
    assert local_time(first.astimezone(UTC), zone) != local_time(second.astimezone(UTC), zone)


@pytest.mark.parametrize("name", ["localtime", "Factory"])
def test_a_name_that_depends_on_the_machine_is_no_zone(name: str) -> None:
    assert name not in known_zones()


def test_a_day_begins_at_midnight_in_utc() -> None:
    assert midnight(date(2026, 7, 1)).isoformat() == "2026-07-01T00:00:00+00:00"
