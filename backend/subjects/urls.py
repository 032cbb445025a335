from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.subjects.views import MeView, SubjectViewSet

router = SimpleRouter()
router.register("subjects", SubjectViewSet, basename="subject")

urlpatterns = [path("me/", MeView.as_view(), name="me"), *router.urls]
