from django.urls import path

from backend.subjects.views import audit, claims, relations, subjects

urlpatterns = [
    path("me/", subjects.MeView.as_view(), name="me"),
    path("subjects/", subjects.SubjectsView.as_view(), name="subjects"),
    path("subjects/<uuid:subject_id>/", subjects.SubjectView.as_view(), name="subject"),
    path("subjects/<uuid:subject_id>/care-relations/", relations.SubjectRelationsView.as_view(), name="relations"),
    path("subjects/<uuid:subject_id>/claims/", claims.SubjectClaimsView.as_view(), name="claims"),
    path("subjects/<uuid:subject_id>/audit/", audit.AuditView.as_view(), name="audit"),
    path("subjects/<uuid:subject_id>/audit/export", audit.AuditExportView.as_view(), name="audit-export"),
    path("practices/<uuid:practice_id>/clients/", relations.ClientsView.as_view(), name="practice-clients"),
    path("care-relations/<uuid:relation_id>/", relations.RelationView.as_view(), name="relation"),
    path("care-relations/<uuid:relation_id>/accept/", relations.AcceptRelationView.as_view(), name="accept-relation"),
    path("care-relations/<uuid:relation_id>/end/", relations.EndRelationView.as_view(), name="end-relation"),
    path("claims/<uuid:claim_id>/", claims.ClaimView.as_view(), name="claim"),
    path("claims/by-token/<str:token>/", claims.ReceivedClaimView.as_view(), name="received-claim"),
    path("claims/by-token/<str:token>/accept/", claims.AcceptClaimView.as_view(), name="accept-claim"),
]
