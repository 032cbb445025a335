from django.urls import path

from backend.practices import views

urlpatterns = [
    path("practices/", views.PracticesView.as_view(), name="practices"),
    path("practices/<uuid:practice_id>/", views.PracticeView.as_view(), name="practice"),
    path("practices/<uuid:practice_id>/card/", views.PracticeCardView.as_view(), name="practice-card"),
    path("practices/<uuid:practice_id>/code/", views.PracticeCodeView.as_view(), name="practice-code"),
    path("practices/<uuid:practice_id>/members/", views.MembersView.as_view(), name="members"),
    path("practices/<uuid:practice_id>/members/<uuid:membership_id>/", views.MemberView.as_view(), name="member"),
    path("practices/<uuid:practice_id>/invitations/", views.InvitationsView.as_view(), name="invitations"),
    path(
        "practices/<uuid:practice_id>/invitations/<uuid:invitation_id>/",
        views.InvitationView.as_view(),
        name="invitation",
    ),
    path("staff-invitations/<str:token>/", views.ReceivedInvitationView.as_view(), name="received-invitation"),
    path("staff-invitations/<str:token>/accept/", views.AcceptInvitationView.as_view(), name="accept-invitation"),
]
