"""Names of this app's queued work."""

SHOW_SIGNATURE = "consent.show_signature"
SEND_RECEIPT = "consent.send_receipt"
