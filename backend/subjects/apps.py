from importlib import import_module

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "backend.subjects"

    def ready(self) -> None:
        import_module("backend.subjects.receivers")
