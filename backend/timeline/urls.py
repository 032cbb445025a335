from django.urls import path

from backend.timeline.views import ClientsView, DaysView, PinnedView, TimelineView

urlpatterns = [
    path("clients/", ClientsView.as_view(), name="clients"),
    path("timeline/", TimelineView.as_view(), name="timeline"),
    path("timeline/days/", DaysView.as_view(), name="timeline-days"),
    path("timeline/pinned/", PinnedView.as_view(), name="timeline-pinned"),
]
