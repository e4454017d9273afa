"""No routes of Django: all of the peer's are its API's."""

from typing import Any

urlpatterns: list[Any] = []
