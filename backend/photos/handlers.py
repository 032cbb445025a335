"""Names of this app's queued work."""

ALIGN = "photos.align"
CHECK_FLIP = "photos.check_flip"
CLEAR_UPLOAD = "photos.clear_upload"
DESCRIBE = "photos.describe"
MAKE_CLOSEUPS = "photos.make_closeups"
REMOVE = "photos.remove"
