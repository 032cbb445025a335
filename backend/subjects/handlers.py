"""Names of this app's queued work."""

MAIL_CLAIM = "subjects.mail_claim"
