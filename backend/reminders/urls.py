from django.urls import path

from backend.reminders import views

urlpatterns = [
    path("reminders/", views.RemindersView.as_view(), name="reminders"),
    path("reminders/<uuid:reminder_id>/", views.ReminderView.as_view(), name="reminder"),
    path("push/", views.PushView.as_view(), name="push"),
    path("push/<uuid:subscription_id>/", views.PushSubscriptionView.as_view(), name="push-subscription"),
]
