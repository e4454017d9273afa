from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "adapters.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"
