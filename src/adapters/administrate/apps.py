from django.apps import AppConfig

from adapters.postgres.nulls import read_nulls_as_defaults


class AdministrateConfig(AppConfig):
    name = "adapters.administrate"
    label = "administrate"
    verbose_name = "Reference data"

    def ready(self) -> None:
        read_nulls_as_defaults(self.get_models())
