"""Addresses: the API, the accounts, what is shown to others, guidance's model, the machine's health; else the app."""

from django.urls import include, path, re_path

from backend.accounts.urls import urlpatterns as account_urls
from backend.api.views import app_page, face_model

urlpatterns = [
    path("api/", include("backend.api.urls")),
    path("_allauth/", include((account_urls, "headless"))),
    path("c/", include("backend.privacy.page_urls")),
    path("", include("backend.sharing.viewer_urls")),
    path("", include("backend.operations.urls")),
    path("models/face_landmarker.task", face_model, name="face-model"),
    re_path(
        r"^(?!api/|_allauth/|static/|assets/|models/|s/|shared/|c/|operations/|(?:healthz|readyz|metrics)/?$).*$",
        app_page,
        name="app",
    ),
]
