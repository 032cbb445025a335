from django.urls import path

from backend.measures.views import ChangesView, MeasuresView, SittingView

urlpatterns = [
    path("measures/", MeasuresView.as_view(), name="measures"),
    path("measures/changes/", ChangesView.as_view(), name="measure-changes"),
    path("measures/sittings/<uuid:sitting_id>/", SittingView.as_view(), name="measure-sitting"),
]
