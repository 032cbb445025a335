from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.sharing.views.report import ConsultationReportView
from backend.sharing.views.shares import PublicationViewSet, ShareViewSet

router = SimpleRouter(use_regex_path=False)
router.register("shares", ShareViewSet, basename="share")
router.register("publications", PublicationViewSet, basename="publication")

urlpatterns = [
    *router.urls,
    path("reports/consultation", ConsultationReportView.as_view(), name="consultation-report"),
]
