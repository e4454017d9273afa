from collections.abc import Sequence

from django.core.management.base import CommandError


class AdoptionError(CommandError):
    """A table cannot hold what the service reads and writes, and was not changed.

    Names every fault.

    A `CommandError`, which `manage.py migrate` prints without a traceback.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["These tables were left as they are:", *faults]))
