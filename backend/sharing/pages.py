"""What a share tells whoever may look: the same for its page, its JSON and its PDF."""

from dataclasses import asdict
from typing import IO, Any, cast
from uuid import UUID

from django.core.files.storage import default_storage

from backend.common.errors import NotFound
from backend.common.localtime import within_days
from backend.sessionlog.models import TreatmentSession
from backend.sessionlog.totals import Dose, of_zones, totals_of
from backend.sharing.document import Report, Sessions, as_pdf
from backend.sharing.guard import Standing, ends_at
from backend.sharing.models import PictureKind, ShareGrant, SharePicture
from backend.sharing.permitted import scope_of
from backend.sharing.showing import ShownPair, shown_pairs
from backend.sharing.storage import picture_key
from backend.sharing.summaries import summary_of
from backend.sharing.words import HIDDEN, MEASURED, SCREENSHOT, full_date, zone_name


def share_context(standing: Standing, *, is_aligned: bool, origin: str, folder: str) -> dict[str, Any]:
    """For the page's template; all values are plain and for people to read."""
    grant = standing.grant
    kind = PictureKind.ALIGNED if is_aligned else PictureKind.UNALIGNED
    sizes = {made.photo_id: made for made in SharePicture.objects.filter(grant=grant, kind=kind)}
    return {
        **_told(grant),
        "pairs": [_placed(pair, kind, sizes) for pair in shown_of(grant)],
        "sessions": _sessions(grant),
        "is_aligned": is_aligned,
        "grant": grant,
        "has_film": grant.include_film and bool(grant.film_sha256),
        "card": f"{origin}{folder}card.png",
        "folder": folder,
        "measured": MEASURED,
    }


def as_json(standing: Standing) -> dict[str, Any]:
    """The same as plain values."""
    grant = standing.grant
    sessions = _sessions(grant)
    return {
        **_told(grant),
        "ends_at": ends_at(grant),
        "pairs": [
            {name: value for name, value in asdict(pair).items() if name not in {"before", "after"}}
            for pair in shown_of(grant)
        ],
        "sessions": asdict(sessions) if sessions else None,
        "has_film": grant.include_film and bool(grant.film_sha256),
        "allow_download": grant.allow_download,
    }


def shared_report(standing: Standing) -> bytes:
    """A PDF with the pictures as they are shared: hidden and marked, never the record's own."""
    grant = standing.grant
    told = _told(grant)
    report = Report(
        title="Photos shared with you",
        facts=[
            ("Shared by", told["shared_by"]),
            ("Shown to", grant.recipient_label),
            ("Shown until", told["until"]),
            ("Consent", f"Given; it can be withdrawn at any time (record {grant.consent_id})"),
        ],
        remarks=[
            remark for remark in (told["hidden"], "Published or passed on, a picture cannot be called back.") if remark
        ],
        pairs=shown_of(grant),
        sessions=_sessions(grant),
    )

    def open_picture(photo: UUID) -> IO[bytes]:
        made = SharePicture.objects.filter(grant=grant, photo=photo, kind=PictureKind.ALIGNED).first()
        if made is None:
            raise NotFound
        return cast(IO[bytes], default_storage.open(picture_key(grant.folder, made.recipe)))

    return as_pdf(report, open_picture)


def shown_of(grant: ShareGrant) -> list[ShownPair]:
    return shown_pairs([(pair.before, pair.after) for pair in grant.pairs.all()])


def shared_by(grant: ShareGrant) -> str:
    """The practice, else the record's owner by the name on the record."""
    if grant.practice is not None:
        return grant.practice.name
    return grant.subject.display_name or "the person in the photos"


def _told(grant: ShareGrant) -> dict[str, Any]:
    until = ends_at(grant)
    hidden = HIDDEN[grant.deidentification]
    if grant.zone:
        hidden = f"{zone_name(grant.zone)}. {hidden}"
    return {
        "shared_by": shared_by(grant),
        "recipient": grant.recipient_label,
        "message": grant.message,
        "until": f"{full_date(until)}, {until:%H:%M} UTC",
        "hidden": hidden,
        "screenshot": SCREENSHOT,
    }


def _placed(pair: ShownPair, kind: str, sizes: dict[UUID, SharePicture]) -> dict[str, Any]:
    """A pair with where its two pictures are, and how large, so that nothing jumps while they load."""
    pictures = [
        {
            "which": which,
            "date": date,
            "src": f"pictures/{pair.number}/{which}/{kind}",
            "width": sizes[photo].width if photo in sizes else 4,
            "height": sizes[photo].height if photo in sizes else 5,
        }
        for which, date, photo in (
            ("before", pair.before_date, pair.before),
            ("after", pair.after_date, pair.after),
        )
    ]
    return {"told": pair, "pictures": pictures}


def _sessions(grant: ShareGrant) -> Sessions | None:
    """What was done from the first photo shown to the last, inside the consent's own days; only where in scope."""
    scope = scope_of(grant.consent)
    if not grant.include_sessions or not scope.sessions:
        return None
    days = [photo.taken_local.date() for pair in grant.pairs.all() for photo in (pair.before, pair.after)]
    period = within_days("started_local", min(days), max(days)) & within_days(
        "started_local", scope.first_day, scope.last_day
    )
    sessions = TreatmentSession.objects.filter(period, subject=grant.subject_id)
    columns = sessions.values_list("minutes", "intensity_microamp", "zones", "minutes_by_zone")
    doses = [Dose(*row) for row in columns]
    return summary_of(totals_of(of_zones(doses, scope.zones) if scope.zones else doses))
