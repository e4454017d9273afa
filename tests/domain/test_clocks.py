from datetime import UTC, datetime, timedelta

import pytest

from domain.clocks import at_wall_clock, local_time
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


def test_an_ambiguous_time_is_the_first() -> None:
    planned = at_wall_clock(datetime(2026, 10, 25, 1, 30), "Europe/London")  # noqa: DTZ001 a wall clock

    assert planned.isoformat() == "2026-10-25T01:30:00+01:00"


def test_a_time_in_the_dst_gap_is_refused() -> None:
    with pytest.raises(Invalid, match="the clocks of Europe/London skip 01:30 on 29/03/2026"):
        at_wall_clock(datetime(2026, 3, 29, 1, 30), "Europe/London")  # noqa: DTZ001 a wall clock


def test_a_time_in_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="must be an IANA time zone"):
        at_wall_clock(datetime(2026, 3, 29, 1, 30), "Europe/Atlantis")  # noqa: DTZ001 a wall clock
