from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.comparisons.views.comparison import PartnersView, VerdictView
from backend.comparisons.views.timelapses import FilmView, TimelapseViewSet

router = SimpleRouter()
router.register("timelapses", TimelapseViewSet, basename="timelapse")

urlpatterns = [
    *router.urls,
    path("comparisons/", VerdictView.as_view(), name="comparison-verdict"),
    path("comparisons/partners/", PartnersView.as_view(), name="comparison-partners"),
    path("timelapses/<uuid:timelapse_id>/film", FilmView.as_view(), name="timelapse-film"),
]
