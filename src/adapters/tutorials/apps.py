from django.apps import AppConfig

from adapters.postgres.nulls import read_nulls_as_defaults


class TutorialsConfig(AppConfig):
    name = "adapters.tutorials"
    label = "tutorials"
    verbose_name = "Tutorials"

    def ready(self) -> None:
        read_nulls_as_defaults(self.get_models())
