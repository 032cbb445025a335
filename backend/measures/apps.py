from importlib import import_module

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "backend.measures"

    def ready(self) -> None:
        import_module("backend.measures.receivers")
