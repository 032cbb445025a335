"""What the apps above can hear of."""

from django.dispatch import Signal

care_ended = Signal()
"""``relation``: ended by one side. Sent in the transaction that wrote it."""
