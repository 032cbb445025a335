from rest_framework.routers import SimpleRouter

from backend.events.views import EventViewSet

router = SimpleRouter()
router.register("events", EventViewSet, basename="event")

urlpatterns = router.urls
