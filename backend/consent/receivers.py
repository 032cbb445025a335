"""What this app has to say about events and questions of the apps below."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from backend.consent.models import ConsentRecord, Purpose
from backend.consent.selectors import permitting
from backend.subjects.care import add_condition


@add_condition
def care_record_is_consented_to() -> Q:
    """A practice has a record in its care only while the person agrees to that."""
    consents = ConsentRecord.objects.filter(
        subject=OuterRef("subject"), practice=OuterRef("practice"), purpose=Purpose.CARE_RECORD
    )
    return Q(Exists(permitting(consents, timezone.now())))
