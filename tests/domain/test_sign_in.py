from datetime import UTC, datetime, timedelta

import pytest

from domain.access.attempts import Scope, Tries, seconds_to_wait

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def tries(count: int, seconds_ago: float) -> Tries:
    return Tries(count=count, latest=NOW - timedelta(seconds=seconds_ago))


@pytest.mark.parametrize(
    ("scope", "count", "seconds_ago", "expected"),
    [
        (Scope.ACCOUNT_AND_ADDRESS, 4, 0, 0),
        (Scope.ACCOUNT_AND_ADDRESS, 5, 0, 900),
        (Scope.ACCOUNT_AND_ADDRESS, 5, 899.5, 1),
        (Scope.ACCOUNT_AND_ADDRESS, 5, 900, 0),
        (Scope.ADDRESS, 19, 0, 0),
        (Scope.ADDRESS, 20, 60, 840),
        (Scope.ACCOUNT, 49, 0, 0),
        (Scope.ACCOUNT, 50, 10, 50),
        (Scope.ACCOUNT, 500, 61, 0),
    ],
)
def test_an_attempt_waits_after_too_many(
    scope: Scope, count: int, seconds_ago: float, expected: int
) -> None:
    assert seconds_to_wait({scope: tries(count, seconds_ago)}, NOW) == expected


def test_the_longest_wait_applies() -> None:
    found = {Scope.ACCOUNT: tries(60, 0), Scope.ADDRESS: tries(20, 0)}

    assert seconds_to_wait(found, NOW) == 900


def test_without_attempts_there_is_no_wait() -> None:
    assert seconds_to_wait({scope: Tries(count=0, latest=None) for scope in Scope}, NOW) == 0
