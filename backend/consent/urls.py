from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.consent.views import (
    ConsentTextViewSet,
    ConsentViewSet,
    PracticeTextsView,
    ReceiptPdfView,
    ReceiptView,
    SignatureView,
)

router = SimpleRouter(use_regex_path=False)
router.register("consent-texts", ConsentTextViewSet, basename="consent-text")
router.register("consents", ConsentViewSet, basename="consent")

urlpatterns = [
    path("practices/<uuid:practice_id>/consent-texts/", PracticeTextsView.as_view()),
    path("consents/<uuid:consent_id>/receipt", ReceiptView.as_view()),
    path("consents/<uuid:consent_id>/receipt.pdf", ReceiptPdfView.as_view()),
    path("consents/<uuid:consent_id>/signature", SignatureView.as_view()),
    *router.urls,
]
