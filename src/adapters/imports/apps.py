from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "adapters.imports"
    label = "imports"
    verbose_name = "Imports"
