from django.urls import path

from backend.timeline.views import TimelineView

urlpatterns = [path("timeline/", TimelineView.as_view(), name="timeline")]
