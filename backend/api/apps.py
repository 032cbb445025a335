from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "backend.api"

    def ready(self) -> None:
        """Importing the module registers what it tells drf-spectacular."""
        import_module("backend.api.schema")
