"""Names of this app's queued work."""

MAKE = "sharing.make"
REMOVE_FILES = "sharing.remove_files"
CLEAR_ENDED = "sharing.clear_ended"
TELL_RECIPIENT = "sharing.tell_recipient"
