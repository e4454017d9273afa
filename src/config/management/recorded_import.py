"""The base of commands that import: it records the result for the metrics."""

from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from config.wiring import observe_import
from domain.importing.import_tutorials import ImportReport


class RecordedImport(BaseCommand):
    """A subclass sets `report` after it has stored data, and has an option `dry_run`."""

    report: ImportReport | None = None

    @override
    def execute(self, *args: Any, **options: Any) -> str | None:
        self.report = None
        is_refused = False
        try:
            return super().execute(*args, **options)
        except CommandError:
            is_refused = True
            raise
        finally:
            report = self._stored(is_refused=is_refused)
            if not options.get("dry_run") and (is_refused or report):
                observe_import(report)

    def _stored(self, *, is_refused: bool) -> ImportReport | None:
        return None if is_refused else self.report
