from collections.abc import Sequence

from django.core.management.base import CommandError


class AdoptionError(CommandError):
    """Tables cannot be adopted, and were not changed; `faults` are all the reasons.

    A `CommandError`, which `manage.py migrate` prints without a traceback.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["These tables were not changed:", *faults]))
