"""Addresses: the API, the accounts, and for everything else the app's one page."""

from django.urls import include, path, re_path

from backend.api.views import app_page

urlpatterns = [
    path("api/", include("backend.api.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    re_path(r"^(?!api/|_allauth/|static/|assets/).*$", app_page, name="app"),
]
