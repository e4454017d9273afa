"""The filter groups of the demo, and the filters that use them."""

from adapters.catalogue.models import FilterConfiguration, FilterConfigurationGroup, FilterGroup

# The parent of each group; parents come before their children.
GROUPS = {
    "Tutorial": None,
    "Face to face": "Tutorial",
    "Live online": "Tutorial",
    "Material": None,
    "Core study material": "Material",
    "Revision material": "Material",
    "Marking": None,
}
FILTERS = {
    ("product_types", "Product type"): ("Tutorial", "Material", "Marking"),
    ("categories", "Category"): (
        *("Face to face", "Live online", "Core study material", "Revision material", "Marking"),
    ),
}


def create_filters() -> None:
    """Create the missing groups and filters."""
    groups: dict[str | None, FilterGroup | None] = {None: None}
    for order, (name, parent) in enumerate(GROUPS.items()):
        groups[name], _ = FilterGroup.objects.get_or_create(
            name=name, parent=groups[parent], defaults={"display_order": order}
        )
    for order, ((key, label), names) in enumerate(FILTERS.items()):
        configuration, is_new = FilterConfiguration.objects.get_or_create(
            filter_key=key,
            defaults={
                "name": key,
                "display_label": label,
                "display_order": order,
                "filter_type": "filter_group",
                "ui_component": "multi_select",
            },
        )
        if is_new:
            FilterConfigurationGroup.objects.bulk_create(
                FilterConfigurationGroup(
                    filter_configuration=configuration,
                    filter_group=groups[name],
                    display_order=place,
                )
                for place, name in enumerate(names)
            )
