"""The demo: a whole record, labelled as simulated, which a second run leaves as it is."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from backend.accounts.models import User
from backend.events.models import Event
from backend.operations import services
from backend.photos.models import Photo
from backend.sessionlog.models import Course, Device, TreatmentSession
from ml.vocabulary import SITTING_MINUTES, PhotoState
from tests.conftest import Upload, signed_in_as

pytestmark = pytest.mark.django_db


def demo() -> str:
    target = io.StringIO()
    call_command("demo", stdout=target)
    return target.getvalue()


def test_the_demo_is_twelve_weeks_of_simulated_photos_and_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "PHOTO_COUNT", 4)
    assert "password:" in demo()
    photos = list(Photo.objects.order_by("taken_local"))
    assert [photo.state for photo in photos] == [PhotoState.ALIGNED] * 4
    assert all(photo.simulated for photo in photos)
    assert all(session.simulated for session in TreatmentSession.objects.all())
    assert TreatmentSession.objects.count() == 36
    assert [device.programs.count() for device in Device.objects.all()] == [1]
    assert (Course.objects.count(), Event.objects.count()) == (1, 1)
    sitting = [photo.taken_local for photo in photos[:3]]
    assert sitting[2] - sitting[0] < timedelta(minutes=SITTING_MINUTES) < photos[3].taken_local - sitting[2]
    assert User.objects.get().subjects.get().display_name == "Demo (simulated)"
    assert "password:" not in demo()
    assert (Photo.objects.count(), TreatmentSession.objects.count()) == (4, 36)


def test_the_demo_keeps_out_of_a_real_record(alice: User, upload: Upload) -> None:
    upload(signed_in_as(alice))
    with pytest.raises(CommandError, match="real record"):
        call_command("demo", email=alice.email)
    assert Photo.objects.count() == 1
