"""Filling an account with a simulated record."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.accounts.models import User
from backend.common.localtime import LocalTime
from backend.events.services import note_event
from backend.photos.selectors import photos_for
from backend.photos.services import Upload, receive_photo
from backend.sessionlog.services import add_device, add_program, log_session, plan_course
from backend.subjects.selectors import subject_for
from backend.subjects.services import rename_subject
from ml.vocabulary import EventKind, Modality, View, Zone

WEEKS = 12
PHOTO_EVERY = timedelta(days=3, hours=12)
# Shots of each sitting: three at the beginning, in the middle and at the end, since those tell how far photos of one
# person differ by themselves.
SITTINGS = tuple(3 if number % WEEKS == 0 else 1 for number in range(WEEKS * 2 + 1))
PHOTO_COUNT = sum(SITTINGS)
BETWEEN_SHOTS = timedelta(minutes=1)
SESSION_DAYS = (0, 2, 4)
DEMO_NAME = "Demo (simulated)"
DEVICE = "Hand-held, two probes"
SESSION_NOTE = "Simulated for the demo."
# Ids made from the account and a number: filling the same account again adds nothing.
NAMESPACE = uuid.UUID("6d1b3c46-5f0e-5a52-9a55-2f6b0d1e7c10")

_PLACES = [(sitting, shot) for sitting, shots in enumerate(SITTINGS) for shot in range(shots)]
_LOWER = [Zone.CHEEK_LEFT, Zone.CHEEK_RIGHT, Zone.JAW_LEFT, Zone.JAW_RIGHT]
_UPPER = [Zone.FOREHEAD, Zone.BROW_LEFT, Zone.BROW_RIGHT]


def open_demo_account(*, email: str, password: str) -> tuple[User, bool]:
    """The demo's account, and whether it is new. An existing one keeps its password."""
    user = User.objects.filter(email=email.lower()).first()
    if user:
        return user, False
    user = User.objects.create_user(email, password)
    rename_subject(actor=user, subject_id=subject_for(user, None).pk, display_name=DEMO_NAME)
    return user, True


def add_simulated_photo(*, user: User, number: int, content: bytes, today: date) -> bool:
    """Receive simulated photo ``number`` (0 is the oldest), labelled as such; False if it was there."""
    photo_id = _name(user, f"photo {number}")
    if photos_for(user).filter(pk=photo_id).exists():
        return False
    sitting, shot = _PLACES[number]
    first = datetime.combine(today, time(8, 15)) - timedelta(weeks=WEEKS)
    taken = first + sitting * PHOTO_EVERY + shot * BETWEEN_SHOTS
    upload = Upload(
        photo_id=photo_id,
        file=SimpleUploadedFile(f"simulated-{number:02}.jpg", content, "image/jpeg"),
        view=View.FRONTAL,
        taken_at=LocalTime(taken, None),
    )
    _, is_new = receive_photo(actor=user, upload=upload, simulated=True)
    return is_new


def add_simulated_tools(*, user: User, today: date) -> None:
    """A device with a program, a course that is under way, and one event."""
    device, _ = add_device(
        actor=user, device_id=_name(user, "device"), name=DEVICE, modality=Modality.MICROCURRENT, notes=SESSION_NOTE
    )
    add_program(
        actor=user,
        device_id=device.pk,
        program_id=_name(user, "program"),
        name="Evening",
        minutes=12.0,
        intensity_microamp=240.0,
        frequency_hz=0.3,
        zones=_LOWER,
    )
    plan_course(
        actor=user,
        course_id=_name(user, "course"),
        name="Evenings, fifteen weeks",
        modality=Modality.MICROCURRENT,
        planned_sessions=(WEEKS + 3) * 2,
        weeks=WEEKS + 3,
        starts_on=today - timedelta(weeks=WEEKS),
    )
    note_event(
        actor=user,
        event_id=_name(user, "event"),
        happened_at=today - timedelta(weeks=WEEKS // 2, days=3),
        kind=EventKind.HAIRCUT,
        notes=SESSION_NOTE,
    )


def add_simulated_sessions(*, user: User, today: date) -> int:
    """Three sessions a week over the demo's weeks; returns how many were added."""
    first = datetime.combine(today, time(19, 30)) - timedelta(weeks=WEEKS)
    added = 0
    for number, days in enumerate(_session_days()):
        _, is_new = log_session(
            actor=user,
            session_id=_name(user, f"session {number}"),
            started_at=LocalTime(first + timedelta(days=days), None),
            simulated=True,
            **_session_values(user, number),
        )
        added += is_new
    return added


def _session_days() -> Iterable[int]:
    return (week * 7 + day for week in range(WEEKS) for day in SESSION_DAYS)


def _session_values(user: User, number: int) -> dict[str, Any]:
    if number % 3 == 2:
        return {
            "modality": Modality.LYMPH_DRAINAGE,
            "device_name": "By hand",
            "minutes": 15.0,
            "zones": [Zone.CHEEK_LEFT, Zone.CHEEK_RIGHT, Zone.NECK],
            "notes": SESSION_NOTE,
        }
    return {
        "modality": Modality.MICROCURRENT,
        "device_id": _name(user, "device"),
        "program_id": _name(user, "program") if number % 2 else None,
        "minutes": 12.0 if number % 2 else 10.0,
        "intensity_microamp": 240.0,
        "frequency_hz": 0.3,
        "zones": _LOWER if number % 2 else [*_UPPER, *_LOWER],
        "comfort": 4 if number % 2 else 5,
        "notes": SESSION_NOTE,
    }


def _name(user: User, what: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{user.pk} {what}")
