"""Creates the rows that are missing, and counts them."""

from collections import Counter
from collections.abc import Hashable, Mapping

from django.db.models import Model


class NewRows:
    """The rows that one run creates; `created` has their number by kind (plural)."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()

    def add[K: Hashable, M: Model](
        self, kind: str, rows: Mapping[K, M], existing: Mapping[K, int]
    ) -> dict[K, int]:
        """Create missing rows; return the ids of all rows."""
        missing = {key: row for key, row in rows.items() if key not in existing}
        if missing:
            model = type(next(iter(missing.values())))
            model._default_manager.bulk_create(missing.values())
        self.created[kind] += len(missing)
        return {**existing, **{key: row.pk for key, row in missing.items()}}
