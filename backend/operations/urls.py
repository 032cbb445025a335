"""Addresses for whoever watches over the machine."""

from django.urls import path

from backend.operations.views import healthz, metrics, queue, queue_again, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("operations/queue", queue, name="queue"),
    path("operations/queue/again", queue_again, name="queue-again"),
]
