"""Names of this app's queued work."""

MAIL_INVITATION = "practices.mail_invitation"
