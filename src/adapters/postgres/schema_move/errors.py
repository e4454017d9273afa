"""The errors of a move; if one is raised, nothing was changed."""

from collections.abc import Sequence
from typing import ClassVar

from django.core.management.base import CommandError


class MoveError(CommandError):
    """The move was stopped before any change; each of `faults` says what to do.

    A `CommandError`, which `manage.py` prints without a traceback.
    """

    exit_code: ClassVar[int]

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["Nothing was changed:", *faults]), returncode=self.exit_code)


class MoveConflictError(MoveError):
    """A name conflict: copies that differ, a view in place of a table, an existing name."""

    exit_code = 3


class LockTimeoutError(MoveError):
    """Other sessions held locks on the tables until the deadline."""

    exit_code = 4


class PreflightError(MoveError):
    """A requirement is not met: a missing table, privilege, publication or migration record."""

    exit_code = 5
