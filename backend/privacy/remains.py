"""What a withdrawal ended, and what stays and why, in plain words that are built from facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from backend.consent.models import ConsentRecord, Purpose, State
from backend.consent.selectors import permitting
from backend.photos.models import Photo
from backend.practices.models import Practice
from backend.privacy.models import SealedCopy
from backend.sessionlog.models import TreatmentSession
from backend.sharing.models import Publication, ShareGrant
from backend.subjects.models import CareRelation


@dataclass(frozen=True)
class Stays:
    """Something that the withdrawal doesn't end."""

    what: str
    why: str


def ended_shares(record: ConsentRecord) -> int:
    """How many shares were live when it was withdrawn and ended with it; 0 while it isn't withdrawn."""
    withdrawn_at = record.events.filter(state=State.WITHDRAWN).values_list("at", flat=True).first()
    if withdrawn_at is None:
        return 0
    return shares_ending(record, withdrawn_at)


def shares_ending(record: ConsentRecord, at: datetime) -> int:
    """How many shares end with it when it is withdrawn ``at``."""
    grants = ShareGrant.objects.filter(consent=record, created_at__lte=at, expires_at__gt=at)
    return sum(revoked is None or revoked >= at for revoked in grants.values_list("revoked_at", flat=True))


def to_take_down(record: ConsentRecord) -> list[Publication]:
    """What was published on the strength of it and isn't noted as taken down."""
    published = Publication.objects.filter(consent=record, removed_at__isnull=True)
    return list(published.select_related("practice").order_by("published_on", "id"))


def what_stays(record: ConsentRecord) -> list[Stays]:
    """Each thing that is there in fact, with its reason. None of them is a promise about what others do."""
    return [
        *_published(record),
        *_downloaded(record),
        *_care_record(record),
        *_sealed(record),
        *_own_record(record),
        Stays(
            "This consent and the note of its withdrawal.",
            "They show what was agreed to, and from when on it no longer holds. No picture is in them.",
        ),
    ]


def _published(record: ConsentRecord) -> Iterator[Stays]:
    for publication in to_take_down(record):
        yield Stays(
            f"What {publication.practice.name} published: {publication.channel}, {publication.place}.",
            f"{publication.practice.name} is asked to take it down. Copies that others made can't be called back.",
        )


def _downloaded(record: ConsentRecord) -> Iterator[Stays]:
    seen = ShareGrant.objects.filter(consent=record, views__gt=0)
    if labels := sorted(set(seen.values_list("recipient_label", flat=True))):
        yield Stays(
            f"What {', '.join(labels)} saw before.",
            "They can't open the pictures any more. What somebody saved meanwhile can't be called back.",
        )


def _care_record(record: ConsentRecord) -> Iterator[Stays]:
    """Another purpose was withdrawn: the care goes on, where it was agreed to."""
    practice = record.practice
    if practice is None or record.purpose == Purpose.CARE_RECORD:
        return
    care = ConsentRecord.objects.filter(subject=record.subject_id, practice=practice, purpose=Purpose.CARE_RECORD)
    standing = permitting(care, timezone.now()).first()
    relation = CareRelation.objects.filter(
        subject=record.subject_id, practice=practice, ended_at__isnull=True, accepted_at__isnull=False
    )
    if standing is not None and relation.exists():
        yield Stays(
            f"The care record at {practice.name}.",
            f"Your consent to it stands{_until(standing)}. It is a consent of its own, and you can withdraw it too.",
        )


def _until(record: ConsentRecord) -> str:
    if record.valid_until:
        return f" until {record.valid_until:%Y-%m-%d}"
    event = record.content.get("expiry_event")
    return f" until {event}" if event else ""


def _sealed(record: ConsentRecord) -> Iterator[Stays]:
    if record.practice is None:
        return
    practice = record.practice
    copies = list(SealedCopy.objects.filter(subject=record.subject_id, practice=practice).order_by("created_at", "id"))
    for copy in copies:
        yield Stays(
            f"A sealed copy of what {practice.name} added to your record, until {copy.keep_until:%Y-%m-%d}.",
            f"{copy.legal_duty}. The practice opens it only with a reason, and you can read the reason.",
        )
    relation = None if copies else _to_be_sealed(record, practice)
    if relation is not None:
        yield Stays(
            f"When the care ends, {practice.name} keeps a sealed copy of what it added, "
            f"for {relation.legal_duty_years} years.",
            f"{relation.legal_duty}. The practice opens it only with a reason, and you can read the reason.",
        )


def _to_be_sealed(record: ConsentRecord, practice: Practice) -> CareRelation | None:
    if record.purpose != Purpose.CARE_RECORD:
        return None
    standing = CareRelation.objects.filter(
        subject=record.subject_id, practice=practice, ended_at__isnull=True, accepted_at__isnull=False
    )
    return standing.exclude(legal_duty="").first()


def _own_record(record: ConsentRecord) -> Iterator[Stays]:
    photos = Photo.objects.filter(subject=record.subject_id).count()
    sessions = TreatmentSession.objects.filter(subject=record.subject_id).count()
    if not photos and not sessions:
        return
    what = f"{_counted(photos, 'photo')} and {_counted(sessions, 'session')} in the record."
    if record.subject.owner_id is not None:
        yield Stays(what, "The record is its owner's, who deletes what they want gone.")
    elif record.practice is not None:
        yield Stays(
            what,
            f"{record.practice.name} wrote the record down, and it isn't claimed yet. "
            "Ask for its link to make it yours; then you delete what you want gone.",
        )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
