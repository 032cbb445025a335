"""A photo's JSON, built in one step.

Field by field through its serializers a photo takes a millisecond, and leaves rings of objects behind for the garbage
collector to find; a page of the timeline has dozens. The serializers describe the same shape, and a test holds the two
equal.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

from backend.common.fields import instant_json
from backend.photos.models import Alignment, Photo, PhotoOverride, Rendition, ShownRendition
from backend.photos.renditions import canonical_scale
from backend.sessionlog.clock import SessionClock
from ml.vocabulary import PhotoState, RejectionReason

REJECTION_MESSAGES = {
    RejectionReason.UNREADABLE: "The file is damaged and cannot be shown. The upload is kept as it came.",
    RejectionReason.NO_FACE: "No face was found. The photo is kept.",
    RejectionReason.SEVERAL_FACES: "More than one face was found. The photo is kept.",
    RejectionReason.FACE_TOO_SMALL: "The face is too small in the picture to be aligned. The photo is kept.",
    RejectionReason.FACE_CUT_OFF: "Part of the face is outside the picture. The photo is kept.",
    RejectionReason.DEGENERATE_LANDMARKS: "The face could not be measured surely enough. The photo is kept.",
}

_ANY = UUID(int=0)


def address(name: str, photo_id: UUID, *others: str) -> str:
    """Where something of a photo is fetched."""
    return _pattern(name, *others).replace(str(_ANY), str(photo_id))


@cache
def _pattern(name: str, *others: str) -> str:
    """Looked up once: a page has two hundred addresses, and each look-up takes 0.05 ms."""
    return reverse(name, args=[_ANY, *others])


def rendition_address(rendition: Rendition | ShownRendition) -> str:
    """The recipe in the address makes the browser ask anew when the picture has changed."""
    return f"{address('photo-rendition', rendition.photo_id, rendition.spec)}?v={rendition.recipe[:12]}"


def photo_json(photo: Photo) -> dict[str, Any]:
    """What `PhotoSerializer` describes."""
    alignment = photo.shown_alignment
    clock = photo.session_clock
    renditions = photo.renditions.all() if photo.shown_renditions is None else photo.shown_renditions
    return {
        "id": str(photo.pk),
        "subject": str(photo.subject_id),
        "series": str(photo.series_id),
        "view": photo.series.view,
        "state": photo.state,
        "rejection": rejection_json(photo),
        "taken_at": photo.taken_at.isoformat(),
        "taken_at_source": photo.taken_source,
        "received_at": instant_json(photo.created_at),
        "is_baseline": photo.series.baseline_id == photo.pk,
        "simulated": photo.simulated,
        "original": {
            "sha256": photo.sha256,
            "bytes": photo.bytes,
            "media_type": photo.media_type,
            "width": photo.width,
            "height": photo.height,
            "file_name": photo.file_name,
            "url": address("photo-original", photo.pk),
        },
        "renditions": [
            {
                "spec": one.spec,
                "url": rendition_address(one),
                "width": one.width,
                "height": one.height,
                "media_type": one.media_type,
            }
            for one in renditions
        ],
        "faces": [_numbers(face, "x", "y", "width", "height") for face in photo.faces],
        "alignment": alignment and _alignment(alignment),
        "override": _override(photo.set_by_hand),
        "notes": photo.notes,
        "tags": photo.tags,
        "milestone": photo.milestone,
        "session_clock": clock and _clock(clock),
    }


def rejection_json(photo: Photo) -> dict[str, str] | None:
    if photo.state != PhotoState.REJECTED:
        return None
    reason = RejectionReason(photo.rejection_reason)
    return {"reason": reason.value, "message": REJECTION_MESSAGES[reason]}


def _alignment(alignment: Alignment) -> dict[str, Any]:
    return {
        "method": alignment.method,
        "refined": alignment.refined,
        "refinement_reason": alignment.refinement_reason,
        "residual_iod_percent": alignment.residual_iod * 100,
        "scale": canonical_scale(alignment.matrix),
        "pose": alignment.pose and _numbers(alignment.pose, "yaw", "pitch", "roll"),
        "distance_ratio": alignment.distance_ratio,
        "flip_suspected": alignment.flip_suspected,
        "quality_reasons": list((alignment.quality or {}).get("reasons", [])),
    }


def _override(override: PhotoOverride) -> dict[str, Any]:
    face, points, transform = override.face, override.points, override.transform
    return {
        "face": face and _numbers(face, "x", "y"),
        "points": points and [_numbers(point, "x", "y") | {"name": point["name"]} for point in points],
        "transform": transform and _numbers(transform, "x", "y", "scale", "rotation"),
        "mirrored": override.mirrored,
    }


def _clock(clock: SessionClock) -> dict[str, Any]:
    return {
        "hours_since_last": clock.hours_since_last,
        "last_modality": clock.last_modality,
        "sessions": clock.sessions,
        "minutes": clock.minutes,
        "microamp_minutes": clock.microamp_minutes,
    }


def _numbers(values: Mapping[str, float], *names: str) -> dict[str, Any]:
    return {name: float(values[name]) for name in names}
