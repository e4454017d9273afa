from django.apps import AppConfig

from adapters.postgres.nulls import read_nulls_as_defaults


class CatalogueConfig(AppConfig):
    name = "adapters.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        read_nulls_as_defaults(self.get_models())
