"""Addresses for whoever watches over the machine."""

from django.urls import path

from backend.operations.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
