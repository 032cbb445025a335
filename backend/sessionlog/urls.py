from rest_framework.routers import SimpleRouter

from backend.sessionlog.views import SessionViewSet

router = SimpleRouter()
router.register("sessions", SessionViewSet, basename="session")

urlpatterns = router.urls
