from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "adapters.history"
    label = "history"
    verbose_name = "History"
