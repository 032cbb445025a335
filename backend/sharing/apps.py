from importlib import import_module

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "backend.sharing"

    def ready(self) -> None:
        import_module("backend.sharing.receivers")
