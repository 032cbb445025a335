"""Names of this app's queued work."""

ALIGN = "photos.align"
REMOVE = "photos.remove"
