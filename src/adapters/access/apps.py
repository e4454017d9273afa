from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "adapters.access"
    label = "access"
    verbose_name = "API access"
