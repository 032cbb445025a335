from importlib import import_module

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "backend.photos"

    def ready(self) -> None:
        import_module("backend.photos.receivers")
