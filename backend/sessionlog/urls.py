from rest_framework.routers import SimpleRouter

from backend.sessionlog.views.courses import CourseViewSet
from backend.sessionlog.views.devices import DeviceViewSet, ProgramViewSet
from backend.sessionlog.views.sessions import SessionViewSet

router = SimpleRouter()
router.register("sessions", SessionViewSet, basename="session")
router.register("devices", DeviceViewSet, basename="device")
router.register("programs", ProgramViewSet, basename="program")
router.register("courses", CourseViewSet, basename="course")

urlpatterns = router.urls
