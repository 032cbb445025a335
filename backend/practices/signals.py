"""What the apps above can hear of."""

from django.dispatch import Signal

membership_changed = Signal()
"""``membership``: it ended, or has another role now. Sent in the transaction that wrote it."""
