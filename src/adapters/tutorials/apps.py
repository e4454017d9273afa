from django.apps import AppConfig


class TutorialsConfig(AppConfig):
    name = "adapters.tutorials"
    label = "tutorials"
    verbose_name = "Tutorials"
