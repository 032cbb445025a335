from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.photos.views import GhostsView, GhostView, OriginalView, PhotoViewSet, RenditionView, SeriesViewSet
from backend.photos.views.known import KnownView
from backend.photos.views.uploads import UploadsView, UploadView

router = SimpleRouter()
router.register("photos", PhotoViewSet, basename="photo")
router.register("series", SeriesViewSet, basename="series")

urlpatterns = [
    # Before the photos' own, for which "uploads" would be an id.
    path("photos/uploads/", UploadsView.as_view(), name="photo-uploads"),
    path("photos/uploads/<uuid:upload_id>/", UploadView.as_view(), name="photo-upload"),
    path("subjects/<uuid:subject_id>/known-photos/", KnownView.as_view(), name="subject-known-photos"),
    *router.urls,
    path("photos/<uuid:photo_id>/original", OriginalView.as_view(), name="photo-original"),
    path("photos/<uuid:photo_id>/renditions/<slug:spec>", RenditionView.as_view(), name="photo-rendition"),
    path("subjects/<uuid:subject_id>/ghosts/", GhostsView.as_view(), name="subject-ghosts"),
    path("subjects/<uuid:subject_id>/ghosts/<uuid:series_id>", GhostView.as_view(), name="subject-ghost"),
]
