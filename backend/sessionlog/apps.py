from django.apps import AppConfig


class SessionlogConfig(AppConfig):
    name = "backend.sessionlog"
