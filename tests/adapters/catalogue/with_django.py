"""The start of a process that uses the database of a test. It imports nothing that needs models."""

from collections.abc import Mapping

import django
from django.db import connections


def set_up(place: Mapping[str, str]) -> None:
    django.setup()
    database = connections.databases["default"]
    database.update(place)
    # A thread that ends closes its connection.
    database["OPTIONS"].pop("pool", None)
