"""Why a move is refused. Whatever is raised, nothing was changed."""

from collections.abc import Sequence
from typing import ClassVar

from django.core.management.base import CommandError


class MoveError(CommandError):
    """Ends the move with nothing changed; `faults` are texts for people, each with what to type.

    A `CommandError`, which `manage.py` prints without a traceback.
    """

    exit_code: ClassVar[int]

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["Nothing was changed:", *faults]), returncode=self.exit_code)


class MoveConflictError(MoveError):
    """Two relations claim the same place: copies that differ, a view, a name that exists."""

    exit_code = 3


class LockTimeoutError(MoveError):
    """Other sessions held locks on the tables until the deadline."""

    exit_code = 4


class PreflightError(MoveError):
    """Something must be fixed first: a missing table or privilege, a publication, a history."""

    exit_code = 5
