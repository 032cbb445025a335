from django.urls import path

from backend.privacy.views.api import OpenCopyView, PracticeCopiesView, SubjectCopiesView, WhatStaysView, WithdrawView

urlpatterns = [
    path("consents/<uuid:consent_id>/withdraw/", WithdrawView.as_view()),
    path("consents/<uuid:consent_id>/what-stays/", WhatStaysView.as_view()),
    path("practices/<uuid:practice_id>/sealed-copies/", PracticeCopiesView.as_view()),
    path("subjects/<uuid:subject_id>/sealed-copies/", SubjectCopiesView.as_view()),
    path("sealed-copies/<uuid:copy_id>/open/", OpenCopyView.as_view()),
]
