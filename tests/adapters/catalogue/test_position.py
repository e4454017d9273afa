"""Versions that clients send are only compared with a position if they can be versions."""

import pytest

from adapters.catalogue.changes.position import Position

SERVER = "5.6.0.16384.17848"
POSITION = Position("7-8-9", SERVER, start="100", seen="{}", open="{99}", number=42, guard="abc")


@pytest.mark.parametrize(
    ("version", "is_seen"),
    [
        (POSITION.version, True),
        (f"7-8-9.{SERVER}.43.abc", False),
        (f"7-8-9.{SERVER}.98", True),
        (f"7-8-9.{SERVER}.99", False),
        (f"7-8-9.{SERVER}.100", False),
        (f"7-8-9.{SERVER}.{2**64 - 1}", False),
        (f"7-8-9.{SERVER}.{'1' * 5000}", False),
        (f"7-8-9.{SERVER}.{'1' * 5000}.abc", False),
        (f"7-8-8.{SERVER}.1", False),
        ("7-8-9.5.7.0.16384.17848.1", False),
        (f"7-8-9.{SERVER}.-1", False),
        (f"7-8-9.{SERVER}.\u0661", False),
        ("", False),
    ],
)
def test_a_version_is_seen_if_it_is_of_this_server_and_not_later(
    version: str, is_seen: bool
) -> None:
    assert POSITION.has_seen(version) == is_seen
    assert not POSITION.is_behind(version), "only a standby can be behind"
