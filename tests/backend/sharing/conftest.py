"""A record with two aligned photos, consents for it, and grants made on their strength."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent.chain import hash_of as event_hash
from backend.consent.content import Scope, digest
from backend.consent.models import ConsentEvent, ConsentRecord, Deidentification, Purpose, State
from backend.photos.models import Photo
from backend.practices.models import Membership, Practice, Role
from backend.sharing.models import ShareGrant
from backend.subjects.models import CareRelation, Side, Subject
from tests.backend.signing import agreed
from tests.conftest import make_user, signed_in_as, work_off_queue

RECIPIENT = "Dr. Ahlm"
PASSPHRASE = "a harbour in autumn"


@dataclass(frozen=True)
class World:
    """Alice owns a record; paul works in a practice, ruth receives, mallory has nothing."""

    alice: User
    paul: User
    ruth: User
    mallory: User
    practice: Practice
    photos: tuple[Photo, Photo]
    subject: Subject
    store: Path


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    portrait: bytes,
    portraits: list[bytes],
) -> Iterator[World]:
    store = tmp_path_factory.mktemp("store")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=store, MEDIA_ROOT=store / "media"):
        yield make_world(store, [portrait, portraits[0]])
        call_command("flush", interactive=False, verbosity=0)


def make_world(store: Path, files: list[bytes]) -> World:
    alice, paul, ruth, mallory = (make_user(name) for name in ("alice", "paul", "ruth", "mallory"))
    as_alice = signed_in_as(alice)
    for content in files:
        form = {"id": str(uuid.uuid4()), "view": "frontal", "file": SimpleUploadedFile("photo.jpg", content)}
        assert as_alice.post("/api/v1/photos/", form, format="multipart").status_code == 201
    work_off_queue()
    first, second = Photo.objects.order_by("taken_local")
    practice = Practice.objects.create(
        name="Studio Nord",
        address="1 Harbour Street",
        contact="studio@practice.example",
        jurisdiction="EU",
        storage_location="here",
        retention_period="two years",
    )
    Membership.objects.create(practice=practice, account=paul, role=Role.PRACTITIONER)
    return World(alice, paul, ruth, mallory, practice, (first, second), first.subject, store)


@pytest.fixture(autouse=True)
def store_of_the_world(private_store: None, settings: Any, world: World, db: None) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = world.store, world.store / "media"


@pytest.fixture
def as_alice(world: World) -> APIClient:
    return signed_in_as(world.alice)


@pytest.fixture
def as_paul(world: World) -> APIClient:
    return signed_in_as(world.paul)


def agree(
    subject: Subject,
    purpose: Purpose = Purpose.SHARE_WITH_NAMED,
    *,
    practice: Practice | None = None,
    days: int = 90,
    asked: str = Deidentification.NONE,
    channels: tuple[str, ...] = (),
    **scope: Any,
) -> ConsentRecord:
    """A consent that was given a minute ago."""
    return agreed(
        subject,
        purpose,
        practice,
        days=days,
        recipients=(RECIPIENT,),
        scope=Scope(**scope),
        channels=channels,
        deidentification=asked,
    )


def add_event(record: ConsentRecord, state: State) -> None:
    """As the chain has it, without telling anybody: the guard must not hang on its having been told."""
    last = record.events.order_by("-number").first()
    event = ConsentEvent(
        record=record,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        state=state,
        content_sha256=digest(record.content),
        previous_hash=last.hash if last else "",
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)


def take_into_care(world: World, *, allows_share: bool = True) -> CareRelation:
    """The practice has the record in its care, and alice agrees to that."""
    agree(world.subject, Purpose.CARE_RECORD, practice=world.practice)
    return CareRelation.objects.create(
        subject=world.subject,
        practice=world.practice,
        invited_by=Side.CLIENT,
        accepted_at=timezone.now(),
        allows_share=allows_share,
    )


@dataclass
class Shared:
    """A grant whose pictures are made, and where it is looked at."""

    grant: ShareGrant
    path: str

    def now(self) -> ShareGrant:
        return ShareGrant.objects.get(pk=self.grant.pk)


def wanted(world: World, consent: ConsentRecord, **changes: Any) -> dict[str, Any]:
    before, after = world.photos
    body = {
        "id": str(uuid.uuid4()),
        "subject": str(world.subject.pk),
        "consent": str(consent.pk),
        "recipient_label": RECIPIENT,
        "pairs": [{"before": str(before.pk), "after": str(after.pk)}],
    }
    return body | changes


Share = Callable[..., Shared]


@pytest.fixture
def share(world: World) -> Share:
    """``share(by=client, consent=…, **fields)``: through the API, its pictures made."""

    def make(*, by: APIClient | None = None, consent: ConsentRecord | None = None, **fields: Any) -> Shared:
        client = by or signed_in_as(world.alice)
        body = wanted(world, consent or agree(world.subject), **fields)
        answer = client.post("/api/v1/shares/", body)
        assert answer.status_code == 201, answer.json()
        work_off_queue()
        grant = ShareGrant.objects.get(pk=body["id"])
        link = answer.json()["link"]
        path = f"/s/{link.rsplit('/', 1)[1]}/" if link else f"/shared/{grant.pk}/"
        return Shared(grant, path)

    return make


def browser() -> Client:
    """Somebody's, with its own cookies."""
    return Client()


def opened(shared: Shared, client: Client | None = None, passphrase: str = "") -> Client:
    """A browser that has opened the page, and unlocked it."""
    client = client or browser()
    client.get(shared.path)
    if passphrase:
        assert client.post(f"{shared.path}unlock", {"passphrase": passphrase}).status_code == 302
    return client


def body_of(answer: Any) -> bytes:
    """The whole body. Read to its end rather than closed: closing would take PostgreSQL's connection along."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def status(client: Client, path: str, method: str = "get") -> int:
    answer = getattr(client, method)(path)
    body_of(answer)
    return int(answer.status_code)
