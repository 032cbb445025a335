"""What the apps above can hear of."""

from django.dispatch import Signal

consent_given = Signal()
"""``record``: it was signed. Sent in the transaction that wrote it."""
consent_over = Signal()
"""``record``, ``state``: withdrawn, replaced or invalidated. Sent in the transaction that wrote it."""
