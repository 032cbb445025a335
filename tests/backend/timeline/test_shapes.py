"""What is written in one step is what the serializers describe, field by field."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from backend.accounts.models import User
from backend.events.models import Event
from backend.events.selectors import events_for
from backend.events.serializers import EventSerializer
from backend.photos.models import Alignment, Photo, PhotoOverride
from backend.photos.selectors import newest_of, photos_for, with_clocks, with_renditions
from backend.photos.serializers import PhotoSerializer
from backend.sessionlog.models import Device, Program, TreatmentSession
from backend.sessionlog.selectors import sessions_for
from backend.sessionlog.serializers import SessionSerializer
from tests.backend.timeline.test_timeline import START, add_event, add_photo, add_session


def plain(value: Any) -> Any:
    """As it goes over the wire, in its order."""
    return json.loads(JSONRenderer().render(value), object_pairs_hook=list)


def by_fields(serializer: Serializer[Any], record: Any) -> Any:
    return plain(Serializer.to_representation(serializer, record))


def photos(user: User) -> Iterator[Photo]:
    """One of each kind: waiting, rejected, aligned, corrected by hand, and being aligned anew."""
    yield add_photo(user, 0)
    rejected = add_photo(user, 1)
    rejected.state, rejected.rejection_reason = "rejected", "several_faces"
    rejected.faces = [{"x": 1, "y": 2.5, "width": 30, "height": 40.5}]
    yield rejected
    aligned, anew = add_photo(user, 2), add_photo(user, 3)
    aligned.state, aligned.tag_lines, aligned.milestone, aligned.notes = "aligned", "\nspring\nclinic\n", True, "“a”"
    aligned.taken_offset_minutes = -570
    for photo in (aligned, anew):
        Alignment.objects.create(
            photo=photo,
            matrix=[[0.3, -0.1, 1.5], [0.1, 0.3, 2.5]],
            landmarks=b"\0" * 12,
            interocular_px=400,
            residual_iod=0.0123,
            pose={"roll": 0.1, "yaw": 1, "pitch": -0.5},
            distance_ratio=1.02,
            quality={"reasons": ["light_uneven"]},
            canonical_version="1",
            alignment_version="1",
            detector_version="t",
        )
    PhotoOverride.objects.create(photo=aligned, face={"x": 3, "y": 4}, mirrored=True)
    yield from (aligned, anew)
    by_hand = add_photo(user, 4)
    by_hand.state = "aligned"
    Alignment.objects.create(
        photo=by_hand,
        matrix=[[0.3, 0.0, 1.5], [0.0, 0.3, 2.5]],
        interocular_px=400,
        residual_iod=0,
        method="points",
        canonical_version="1",
        alignment_version="1",
        detector_version="t",
    )
    points = [{"name": "eye_left", "x": 1, "y": 2}, {"name": "eye_right", "x": 3, "y": 4}]
    PhotoOverride.objects.create(
        photo=by_hand, points=points, transform={"scale": 1, "rotation": -2.5, "x": 3, "y": 4.5}
    )
    yield by_hand


@pytest.mark.django_db
def test_photos(alice: User) -> None:
    made = list(photos(alice))
    made[2].series.baseline = made[2]
    made[2].series.save()
    for photo in made:
        photo.save()
    add_session(alice, 2)
    read = with_clocks(alice, list(photos_for(alice)))
    assert len(read) == len(made)
    assert {photo.shown_alignment is None for photo in read} == {True, False}
    described = [by_fields(PhotoSerializer(), photo) for photo in read]
    assert plain(PhotoSerializer(read, many=True).data) == described
    # As the timeline reads them.
    lean = with_clocks(alice, with_renditions(list(newest_of(photos_for(alice), 9))))
    lean.sort(key=lambda photo: photo.taken_local, reverse=True)
    assert plain(PhotoSerializer(lean, many=True).data) == described


@pytest.mark.django_db
def test_sessions_and_events(alice: User) -> None:
    subject = alice.subjects.get()
    add_session(alice, 0)
    device = Device.objects.create(subject=subject, name="Probes", modality="microcurrent")
    TreatmentSession.objects.create(
        subject=subject,
        started_local=START + timedelta(minutes=1),
        started_offset_minutes=60,
        modality="microcurrent",
        device=device,
        device_name="Probes",
        program=Program.objects.create(device=device, name="Jaw"),
        program_name="Jaw",
        minutes=12,
        timed=True,
        intensity_microamp=240,
        frequency_hz=0.3,
        waveform="sine",
        polarity="negative",
        place="home",
        zones=["neck", "jaw_left"],
        minutes_by_zone={"neck": 10, "jaw_left": 2.5},
        comfort=4,
        notes="n",
    )
    for session in sessions_for(alice):
        assert plain(SessionSerializer(session).data) == by_fields(SessionSerializer(), session)
    add_event(alice, 2)
    Event.objects.create(subject=subject, happened_local=START, whole_day=True, kind="weight", weight_kg=70)
    for event in events_for(alice):
        assert plain(EventSerializer(event).data) == by_fields(EventSerializer(), event)
