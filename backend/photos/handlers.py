"""Names of this app's queued work."""

ALIGN = "photos.align"
CHECK_FLIP = "photos.check_flip"
REMOVE = "photos.remove"
