from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.comparisons.views.blind import BlindAnswerView, BlindPictureView, BlindRoundViewSet
from backend.comparisons.views.comparison import PartnersView, VerdictView
from backend.comparisons.views.timelapses import FilmView, TimelapseViewSet

router = SimpleRouter()
router.register("blind-rounds", BlindRoundViewSet, basename="blind-round")
router.register("timelapses", TimelapseViewSet, basename="timelapse")

urlpatterns = [
    *router.urls,
    path("blind-trials/<uuid:trial_id>/answer/", BlindAnswerView.as_view(), name="blind-trial-answer"),
    path("blind-trials/<uuid:trial_id>/pictures/<slug:letter>", BlindPictureView.as_view(), name="blind-trial-picture"),
    path("comparisons/", VerdictView.as_view(), name="comparison-verdict"),
    path("comparisons/partners/", PartnersView.as_view(), name="comparison-partners"),
    path("timelapses/<uuid:timelapse_id>/film", FilmView.as_view(), name="timelapse-film"),
]
