"""Names of this app's queued work."""

REMIND = "reminders.remind"
PUSH = "reminders.push"
