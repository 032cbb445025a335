from importlib import import_module

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "backend.privacy"

    def ready(self) -> None:
        import_module("backend.privacy.receivers")
