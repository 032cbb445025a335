"""One router of routers: each app brings its own addresses."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backend.api.views import UnknownAddressView

urlpatterns = [
    path("v1/", include("backend.practices.urls")),
    path("v1/", include("backend.subjects.urls")),
    path("v1/", include("backend.consent.urls")),
    path("v1/", include("backend.photos.urls")),
    path("v1/", include("backend.sessionlog.urls")),
    path("v1/", include("backend.events.urls")),
    path("v1/", include("backend.measures.urls")),
    path("v1/", include("backend.comparisons.urls")),
    path("v1/", include("backend.timeline.urls")),
    path("v1/", include("backend.reminders.urls")),
    path("v1/", include("backend.sharing.urls")),
    path("v1/", include("backend.privacy.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    re_path(r"^.*$", UnknownAddressView.as_view(), name="unknown-address"),
]
