"""The filter groups, and the groups that each filter counts: two statements."""

from collections import defaultdict

from adapters.catalogue.models import FilterConfigurationGroup, FilterGroup
from domain.search.listings import documents


def read_filter_tree() -> documents.FilterTree:
    fields = tuple(documents.FilterGroup.__dataclass_fields__)
    groups = FilterGroup.objects.order_by("id").values(*fields)
    return documents.FilterTree(
        groups=tuple(documents.FilterGroup(**row) for row in groups),
        facet_groups=_facet_groups(),
    )


def _facet_groups() -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    rows = FilterConfigurationGroup.objects.filter(filter_configuration__is_active=True)
    order = ("filter_configuration__display_order", "display_order", "filter_group_id")
    columns = ("filter_configuration__filter_key", "filter_group_id")
    for key, group_id in rows.order_by(*order).values_list(*columns):
        found[key][group_id] = None
    return {key: tuple(group_ids) for key, group_ids in found.items()}
