from django.apps import AppConfig


class AdministrateConfig(AppConfig):
    name = "adapters.administrate"
    label = "administrate"
    verbose_name = "Reference data"
