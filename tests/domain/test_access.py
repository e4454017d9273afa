from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.access.callers import Caller, Forbidden, Scope, Unauthenticated
from domain.access.tokens import ApiToken, check_token
from domain.errors import Invalid

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TOKEN = ApiToken(
    id=7,
    name="shop",
    scopes=frozenset({Scope.TUTORIALS_READ}),
    expires_at=NOW + MOMENT,
    revoked_at=None,
    last_used_at=None,
    owner_is_active=True,
)
KNOWN = ", ".join(Scope)


def test_a_token_that_is_valid_names_its_caller() -> None:
    expected = Caller(kind="token", id=7, name="shop", scopes=TOKEN.scopes)

    assert TOKEN.caller(NOW) == replace(TOKEN, expires_at=None).caller(NOW) == expected
    assert expected.key == "token:7"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("revoked_at", NOW, "The token was revoked."),
        ("expires_at", NOW, "The token has expired."),
        ("owner_is_active", False, "The account of the token's owner is not active."),
    ],
)
def test_the_reason_for_a_rejected_token_is_returned(field: str, value: Any, message: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        replace(TOKEN, **{field: value}).caller(NOW)

    assert (str(refused.value), refused.value.is_invalid) == (message, True)


@pytest.mark.parametrize(("kind", "named"), [("token", "token"), ("staff", "account")])
def test_the_scopes_that_are_missing_are_named(kind: Any, named: str) -> None:
    caller = replace(TOKEN.caller(NOW), kind=kind)
    caller.require(Scope.TUTORIALS_READ)

    with pytest.raises(Forbidden) as refused:
        caller.require(Scope.TUTORIALS_READ, Scope.TUTORIALS_WRITE, Scope.HISTORY_READ)

    missing = "tutorials:write, history:read"
    assert str(refused.value) == f"The {named} lacks the scope {missing}."


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": "x" * 101}, "name: must not be blank, nor longer than 100 characters"),
        ({"scopes": frozenset()}, f"scopes: must have at least one of: {KNOWN}"),
        (
            {"scopes": frozenset({"b", "history:read", "a"})},
            f"scopes: unknown: a, b; the scopes are: {KNOWN}",
        ),
        (
            {"expires_at": NOW.replace(tzinfo=None)},
            "expires_at: must have a UTC offset",
        ),
    ],
)
def test_a_token_that_breaks_a_rule_is_refused(changed: dict[str, Any], message: str) -> None:
    good: dict[str, Any] = {
        "name": "x" * 100,
        "scopes": frozenset({"history:read"}),
        "expires_at": NOW,
    }
    check_token(**good)
    check_token(**{**good, "expires_at": None})

    with pytest.raises(Invalid) as refused:
        check_token(**{**good, **changed})

    assert str(refused.value) == message
