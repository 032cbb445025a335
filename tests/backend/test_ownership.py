"""Promise 3: every route is guarded. A route that this file does not know makes it fail."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.comparisons.models import BlindRound, BlindTrial
from backend.photos.models import Photo
from backend.practices.models import Practice
from backend.privacy.services.sealing import order_copy
from backend.sharing.models import Publication
from backend.subjects.models import CareRelation, Side, Subject
from tests.backend.pieces import begin
from tests.backend.reminders.browsers import Browser
from tests.backend.routes import (
    ACCOUNTS,
    BODIES,
    CONSENT_TEXT,
    COURSE,
    LISTS,
    NOT_NOW,
    OPEN,
    PRACTICE,
    PUBLIC,
    QUERIES,
    RAW,
    RECORDS,
    REMINDER,
    SESSION,
    SHARED,
    STAFF,
    STANDS_FOR,
    WRITES,
)
from tests.backend.sharing.conftest import RECIPIENT, agree
from tests.backend.signing import by_hand, in_care_of, sign
from tests.conftest import Upload, make_user, signed_in_as, work_off_queue


def routes() -> Iterator[str]:
    """Every address of the URL conf, with the record it names in angle brackets."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
            else:
                assert isinstance(pattern, URLPattern)
                yield prefix + str(pattern.pattern)

    for raw in walk(get_resolver().url_patterns, ""):
        yield readable(raw)


def readable(raw: str) -> str:
    """``api/v1/^photos/(?P<pk>[^/.]+)/$`` → ``api/v1/photos/<photo>/``."""
    if raw.startswith("^(?!"):
        return "<app>"
    text = raw.replace("/^", "/").removesuffix("$")
    for resource in ("photo", "session", "device", "program", "course", "event"):
        text = text.replace(f"{resource}s/(?P<pk>[^/.]+)", f"{resource}s/<{resource}>")
    text = text.replace("series/(?P<pk>[^/.]+)", "series/<series>")
    for resource in ("timelapse", "blind-round"):
        text = text.replace(f"{resource}s/(?P<pk>[^/.]+)", f"{resource}s/<{resource}>")
    text = text.replace("shares/<uuid:pk>", "shares/<share>").replace(
        "publications/<uuid:pk>", "publications/<publication>"
    )
    text = text.replace("consents/<uuid:pk>", "consents/<consent>").replace("-texts/<uuid:pk>", "-texts/<text>")
    return re.sub(r"<(?:uuid|slug|str|int|which|kind):(\w+?)(?:_id)?>", r"<\1>", text)


@dataclass(frozen=True)
class Record:
    """What alice has: the ids that routes name."""

    ids: dict[str, str]

    def address(self, route: str) -> str:
        meant = {name: self.ids[other] for name, other in STANDS_FOR.get(route, {}).items()}
        for name, value in {**self.ids, **meant}.items():
            route = route.replace(f"<{name}>", value)
        return f"/{route}"

    def everything(self) -> list[str]:
        return [value for name, value in self.ids.items() if name not in {"spec", "letter"}]


def blind_trial() -> BlindTrial:
    """One of a round about the two photos that there are: too few for the API to draw one."""
    first, second = Photo.objects.order_by("taken_local")
    blind_round = BlindRound.objects.create(
        subject=first.subject, series=first.series, days_apart=28, trial_count=1, caution_count=0
    )
    return BlindTrial.objects.create(round=blind_round, number=1, photo_a=first, photo_b=second)


@dataclass(frozen=True)
class World:
    """Alice with her record, and bob with none, made once: each test is a transaction that is rolled back."""

    alice: User
    bob: User
    store: Path
    record: Record


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
        alice, bob = make_user("alice"), make_user("bob")
        yield World(alice, bob, store, make_record(signed_in_as(alice), [portrait, portraits[0]]))
        call_command("flush", interactive=False, verbosity=0)


def make_record(as_alice: APIClient, files: list[bytes]) -> Record:
    """One of everything that a route can name, through the API wherever there is one."""

    def post(route: str, **body: Any) -> Any:
        return as_alice.post(f"/api/v1/{route}/", body).json()

    def upload(content: bytes) -> Any:
        form = {"id": str(uuid.uuid4()), "view": "frontal", "file": SimpleUploadedFile("photo.jpg", content)}
        return as_alice.post("/api/v1/photos/", form, format="multipart").json()

    photo, other = [upload(content) for content in files]
    work_off_queue(background=True)
    trial = blind_trial()
    timelapse = post("timelapses", id=str(uuid.uuid4()), series=photo["series"])
    device = post("devices", name="alice's", modality="other")
    sitting = str(uuid.uuid4())
    as_alice.put(f"/api/v1/measures/sittings/{sitting}/", {"photos": [photo["id"]]})
    ids = {
        "subject": photo["subject"],
        "photo": photo["id"],
        "series": photo["series"],
        "upload": begin(as_alice, content=b"the beginning of a photo").json()["id"],
        "spec": "aligned",
        "timelapse": timelapse["id"],
        "blind-round": str(trial.round_id),
        "trial": str(trial.pk),
        "letter": "a",
        "session": post("sessions", **SESSION)["id"],
        "device": device["id"],
        "program": post("programs", device=device["id"], name="alice's")["id"],
        "course": post("courses", **COURSE | {"name": "alice's"})["id"],
        "event": post("events", happened_at="2026-03-12", kind="haircut")["id"],
        "sitting": sitting,
        "reminder": post("reminders", **REMINDER)["id"],
        "subscription": post("push", **Browser("https://push.example.org/alices-browser").subscription())["id"],
        **care_of(as_alice, photo["subject"]),
        "pair": f"{photo['id']},{other['id']}",
    }
    ids |= consents_and_copy(as_alice, ids["subject"], ids["practice"])
    ids |= make_shares(as_alice, ids["practice"], photo["id"], other["id"])
    work_off_queue(background=True)
    return Record(ids)


def care_of(as_alice: APIClient, subject: str) -> dict[str, str]:
    """A practice that alice runs with charlie, one of his that has invited her, and a child for whom she acts."""

    def post(client: APIClient, route: str, **body: Any) -> Any:
        return client.post(f"/api/v1/{route}/", body).json()

    charlie = make_user("charlie")
    practice = post(as_alice, "practices", **PRACTICE | {"name": "alice's"})
    invited = post(as_alice, f"practices/{practice['id']}/invitations", role="reviewer", email=charlie.email)
    token = invited["link"].rsplit("/", 1)[1]
    membership = post(signed_in_as(charlie), f"staff-invitations/{token}/accept")
    theirs = Practice.objects.create(**PRACTICE)
    relation = CareRelation.objects.create(subject_id=subject, practice=theirs, invited_by=Side.PRACTICE)
    owner = Subject.objects.get(pk=subject).owner
    dependant = Subject.objects.create(owner=owner, display_name="alice's child", guardian_authority="mother")
    return {
        "practice": practice["id"],
        "membership": membership["id"],
        "invitation": post(as_alice, f"practices/{practice['id']}/invitations", role="reviewer")["id"],
        "relation": str(relation.pk),
        "dependant": str(dependant.pk),
        "claim": post(as_alice, f"subjects/{dependant.pk}/claims")["id"],
    }


def consents_and_copy(as_alice: APIClient, subject_id: str, practice_id: str) -> dict[str, str]:
    """Alice's consent; and of her practice a text that is reviewed, and a sealed copy."""
    subject = Subject.objects.get(pk=subject_id)
    practice = Practice.objects.get(pk=practice_id)
    practice.legal_duty, practice.legal_duty_years = "An act", 10
    practice.save()
    text = as_alice.post(f"/api/v1/practices/{practice.pk}/consent-texts/", CONSENT_TEXT).json()
    as_alice.post(f"/api/v1/consent-texts/{text['id']}/review/")
    relation = in_care_of(practice, subject, ended_at=timezone.now(), ended_by="client")
    copy = order_copy(relation=relation)
    assert copy is not None
    consent = sign(as_alice, subject, "share_with_named", signature=by_hand())
    return {"text": text["id"], "copy": str(copy.pk), "consent": consent["id"]}


def make_shares(as_alice: APIClient, practice_id: str, photo: str, other: str) -> dict[str, str]:
    """A share by link, and a publication of a practice in which alice works."""
    subject = Photo.objects.get(pk=photo).subject
    consent = agree(subject)
    asked = {
        "id": str(uuid.uuid4()),
        "subject": str(subject.pk),
        "consent": str(consent.pk),
        "recipient_label": RECIPIENT,
        "pairs": [{"before": photo, "after": other}],
    }
    share = as_alice.post("/api/v1/shares/", asked).json()
    practice = Practice.objects.get(pk=practice_id)
    publication = Publication.objects.create(
        consent=consent, practice=practice, channel="website", place="alice's page", published_on="2026-03-12"
    )
    return {"share": share["id"], "publication": str(publication.pk)}


@pytest.fixture(autouse=True)
def store_of_the_world(private_store: None, settings: Any, world: World, db: None) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = world.store, world.store / "media"


@pytest.fixture
def record(world: World) -> Record:
    return world.record


@pytest.fixture
def as_alice(world: World) -> APIClient:
    return signed_in_as(world.alice)


@pytest.fixture
def as_bob(world: World) -> APIClient:
    return signed_in_as(world.bob)


def call(client: APIClient, method: str, record: Record, route: str) -> Any:
    send: Callable[..., Any] = getattr(client, method)
    sent: dict[str, Any] = (QUERIES if method == "get" else BODIES).get(route, {})
    as_json = {"data": {name: filled(record, value) for name, value in sent.items()}}
    answer = send(record.address(route), **RAW.get(route, as_json))
    answer.close()
    return answer


def filled(record: Record, value: Any) -> Any:
    if isinstance(value, list):
        return [filled(record, one) for one in value]
    return record.ids.get(str(value).strip("<>"), value)


def cases() -> list[tuple[str, str]]:
    return [(route, method) for route, methods in RECORDS.items() for method in methods]


def test_every_route_is_known_here() -> None:
    """A new route has to be written into one of the tables above, with its test."""
    known = {*PUBLIC, *STAFF, *SHARED, *LISTS, *OPEN, *WRITES, *RECORDS, *ACCOUNTS}
    assert set(routes()) - known == set()
    assert known - set(routes()) == set(), "these routes are gone"


@pytest.mark.parametrize(("route", "method"), cases())
def test_every_method_of_a_route_is_known_here(as_alice: APIClient, record: Record, route: str, method: str) -> None:
    allowed = as_alice.options(record.address(route))["Allow"].lower().split(", ")
    assert sorted(set(allowed) - {"options", "head"}) == sorted(RECORDS[route])


@pytest.mark.parametrize(("route", "method"), cases())
def test_a_stranger_gets_404(as_bob: APIClient, as_alice: APIClient, record: Record, route: str, method: str) -> None:
    answer = call(as_bob, method, record, route)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    # Nothing has happened to it either.
    assert call(as_alice, "get", record, "api/v1/photos/<photo>/").json()["state"] == "aligned"
    assert call(as_alice, "get", record, "api/v1/sessions/<session>/").status_code == 200
    assert call(as_alice, "get", record, "api/v1/events/<event>/").status_code == 200


@pytest.mark.parametrize(("route", "method"), cases())
def test_what_does_not_exist_looks_like_what_is_not_yours(
    as_bob: APIClient, record: Record, route: str, method: str
) -> None:
    pair = f"{uuid.uuid4()},{uuid.uuid4()}"
    nowhere = Record({**{name: str(uuid.uuid4()) for name in record.ids}, "spec": "aligned", "pair": pair})
    theirs, nobodys = (call(as_bob, method, where, route) for where in (record, nowhere))
    assert (theirs.status_code, theirs.json()) == (nobodys.status_code, nobodys.json())


@pytest.mark.parametrize(("route", "method"), cases())
def test_its_owner_gets_in(as_alice: APIClient, record: Record, route: str, method: str) -> None:
    answer = call(as_alice, method, record, route)
    assert answer.status_code in ({200, 201, 204} if not route.endswith(NOT_NOW) else {409})


@pytest.mark.parametrize(("route", "method"), [*cases(), *((route, "get") for route in sorted(LISTS))])
def test_signed_out_gets_401(record: Record, route: str, method: str) -> None:
    answer = call(APIClient(), method, record, route)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("route", sorted(STAFF))
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_what_runs_the_machine_is_not_there_for_anybody_else(
    as_bob: APIClient, as_alice: APIClient, route: str, method: str
) -> None:
    for client in (APIClient(), as_bob, as_alice):
        assert getattr(client, method)(f"/{route}").status_code == 404


@pytest.mark.parametrize("route", sorted(LISTS))
def test_no_list_shows_anything_of_anybody_else(as_bob: APIClient, record: Record, route: str) -> None:
    for query in ({}, {"subject": record.ids["subject"]}):
        answer = as_bob.get(f"/{route}", query)
        assert answer.status_code == 200
        shown = answer.getvalue().decode()
        assert not [name for name in record.everything() if name in shown]
        assert "alice" not in shown


@pytest.mark.parametrize("route", sorted(OPEN))
def test_what_is_open_needs_an_account_and_the_right_address(as_bob: APIClient, record: Record, route: str) -> None:
    method = "post" if route.endswith("accept/") else "get"
    known = Record({**record.ids, "token": "no-such-token"})
    assert call(APIClient(), method, known, route).status_code == 401
    answer = call(as_bob, method, Record({**known.ids, "practice": str(uuid.uuid4())}), route)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_practices_card_says_nothing_of_its_members_and_clients(as_bob: APIClient, record: Record) -> None:
    card = call(as_bob, "get", record, "api/v1/practices/<practice>/card/").json()
    assert set(card) == {
        "id", "name", "kind", "address", "contact", "jurisdiction", "legal_duty", "legal_duty_years",
    }  # fmt: skip


# What bob sends that names a record of alice's.
FOREIGN_WRITES: list[tuple[str, dict[str, Any]]] = [
    ("api/v1/sessions/", {**SESSION, "subject": "<subject>"}),
    ("api/v1/sessions/", {**SESSION, "device": "<device>"}),
    ("api/v1/sessions/", {**SESSION, "program": "<program>"}),
    ("api/v1/devices/", {"name": "A device", "modality": "other", "subject": "<subject>"}),
    ("api/v1/programs/", {"name": "A program", "device": "<device>"}),
    ("api/v1/courses/", {**COURSE, "subject": "<subject>"}),
    ("api/v1/courses/", {**COURSE, "program": "<program>"}),
    ("api/v1/events/", {"happened_at": "2026-03-12", "kind": "other", "subject": "<subject>"}),
    (
        "api/v1/shares/",
        {
            "id": str(uuid.uuid4()),
            "subject": "<subject>",
            "consent": str(uuid.uuid4()),
            "recipient_label": "Bob",
            "pairs": [{"before": str(uuid.uuid4()), "after": str(uuid.uuid4())}],
        },
    ),
    (
        "api/v1/publications/",
        {"consent": str(uuid.uuid4()), "channel": "website", "place": "here", "published_on": "2026-03-12"},
    ),
]


@pytest.mark.parametrize(("route", "body"), FOREIGN_WRITES)
def test_nobody_writes_into_anybody_elses_record(
    as_bob: APIClient, record: Record, route: str, body: dict[str, Any]
) -> None:
    named = {name: filled(record, value) for name, value in body.items()}
    assert as_bob.post(f"/{route}", named).status_code == 404
    assert as_bob.get(f"/{route}").json()["results"] == []


def test_nobody_uploads_into_anybody_elses_record(as_bob: APIClient, record: Record, upload: Upload) -> None:
    assert upload(as_bob, subject=record.ids["subject"]).status_code == 404


@pytest.mark.parametrize("save", [False, True])
def test_nobody_imports_into_anybody_elses_record(
    as_alice: APIClient, as_bob: APIClient, record: Record, save: bool
) -> None:
    before = as_alice.get("/api/v1/sessions/").json()
    for client, code in ((as_bob, 404), (APIClient(), 401)):
        file = SimpleUploadedFile("s.csv", b"started_at,modality,minutes\n2026-03-12T19:00,other,5\n")
        form = {"file": file, "save": save, "subject": record.ids["subject"]}
        answer = client.post("/api/v1/sessions/import/", form, format="multipart")
        assert answer.status_code == code
    assert as_alice.get("/api/v1/sessions/").json() == before


def test_pictures_are_private_and_asked_for_anew(as_alice: APIClient, record: Record) -> None:
    for route in ("api/v1/photos/<photo>/renditions/<spec>", "api/v1/photos/<photo>/original"):
        answer = call(as_alice, "get", record, route)
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        again = as_alice.get(record.address(route), HTTP_IF_NONE_MATCH=answer["ETag"])
        assert (again.status_code, again.content) == (304, b"")
    original = call(as_alice, "get", record, "api/v1/photos/<photo>/original")
    assert original["Content-Disposition"].startswith("attachment")


def test_an_etag_of_somebody_elses_picture_opens_nothing(
    as_alice: APIClient, as_bob: APIClient, record: Record
) -> None:
    address = record.address("api/v1/photos/<photo>/renditions/<spec>")
    etag = call(as_alice, "get", record, "api/v1/photos/<photo>/renditions/<spec>")["ETag"]
    assert as_bob.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 404


@pytest.mark.parametrize("address", ["/media/", "/data/", "/api/v1/nothing/", "/api/", "/static/../manage.py"])
def test_no_address_leads_to_the_store(as_alice: APIClient, record: Record, address: str) -> None:
    answer = as_alice.get(address)
    if answer.status_code == 200:
        assert answer["Content-Type"].startswith("text/html"), "only the app's page"
    elif address.startswith("/api/"):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nobody_ends_anybody_elses_shares(as_alice: APIClient, as_bob: APIClient, record: Record) -> None:
    body = {"subject": record.ids["subject"]}
    assert as_bob.post("/api/v1/shares/revoke-all/", body).status_code == 404
    assert APIClient().post("/api/v1/shares/revoke-all/", body).status_code == 401
    assert call(as_alice, "get", record, "api/v1/shares/<share>/").json()["revoked_at"] is None
    assert as_alice.post("/api/v1/shares/revoke-all/", body).json() == {"ended": 1}
