from importlib import import_module

from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    name = "backend.comparisons"

    def ready(self) -> None:
        import_module("backend.comparisons.receivers")
