from importlib import import_module

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "backend.consent"

    def ready(self) -> None:
        import_module("backend.consent.receivers")
