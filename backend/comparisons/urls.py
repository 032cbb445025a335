from django.urls import path

from backend.comparisons.views.comparison import PartnersView, VerdictView

urlpatterns = [
    path("comparisons/", VerdictView.as_view(), name="comparison-verdict"),
    path("comparisons/partners/", PartnersView.as_view(), name="comparison-partners"),
]
