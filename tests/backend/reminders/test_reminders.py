"""Reminders: off until made, due by the wall clock, said once and only while the person's own photo is missing."""

import json
import stat
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.lease import Lease, LeaseLost
from backend.jobs.models import Job, JobState
from backend.jobs.processing import claim, run
from backend.photos.models import Photo, Series
from backend.reminders import processing
from backend.reminders.handlers import PUSH, REMIND
from backend.reminders.models import PushSubscription, Reminder
from backend.reminders.schedule import local_day
from backend.reminders.vapid import FILE, public_key
from backend.reminders.webpush import b64url
from backend.subjects.models import Subject
from ml.vocabulary import PhotoState, TakenAtSource, View
from tests.backend.reminders.browsers import Browser, PushService, claims_of, push_service
from tests.backend.routes import REMINDER
from tests.conftest import RunJobs, work_off_queue

ZONE = "Pacific/Auckland"
DAILY = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "at": "00:00", "time_zone": ZONE}


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_TO_LOOPBACK = True
    with push_service() as running:
        yield running


@pytest.fixture
def reminder(as_alice: APIClient) -> Reminder:
    """One of today's, due by now."""
    made = Reminder.objects.get(pk=as_alice.post("/api/v1/reminders/", DAILY).json()["id"])
    make_due(made)
    return made


def make_due(reminder: Reminder, *, ago: timedelta = timedelta(0)) -> None:
    """As if its time had come at the beginning of the zone's today, or ``ago`` before that."""
    today = local_day(timezone.now(), reminder.time_zone)
    midnight = datetime.combine(today, time(), tzinfo=ZoneInfo(reminder.time_zone))
    Reminder.objects.filter(pk=reminder.pk).update(next_at=midnight - ago)
    waiting = Job.objects.filter(handler=REMIND, key=str(reminder.pk), state=JobState.QUEUED)
    waiting.update(run_at=timezone.now())


def subscribe(client: APIClient, browser: Browser) -> dict[str, Any]:
    answer = client.post("/api/v1/push/", browser.subscription())
    assert answer.status_code in {200, 201}, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def photograph(
    owner: User, view: str = View.FRONTAL, *, days: int = 0, subject: Subject | None = None, **values: Any
) -> None:
    """A photo of the zone's today, or of ``days`` before."""
    subject = subject or Subject.objects.get(owner=owner, is_self=True)
    series, _ = Series.objects.get_or_create(subject=subject, view=view)
    day = local_day(timezone.now(), ZONE) - timedelta(days=days)
    Photo.objects.create(
        subject=subject,
        series=series,
        taken_local=datetime.combine(day, time(7, 30)),
        taken_source=TakenAtSource.USER,
        sha256=uuid.uuid4().hex * 2,
        bytes=1,
        media_type="image/jpeg",
        width=1,
        height=1,
        **values,
    )


def test_there_is_none_until_somebody_makes_one(as_alice: APIClient, settings: Any) -> None:
    assert as_alice.get("/api/v1/reminders/").json() == []
    assert as_alice.get("/api/v1/push/").json()["subscriptions"] == []
    assert not Job.objects.filter(handler__in=[REMIND, PUSH]).exists()


def test_making_changing_and_deleting(as_alice: APIClient) -> None:
    made = as_alice.post("/api/v1/reminders/", {**REMINDER, "weekdays": [5, 1, 5], "views": ["lateral_left"]})
    assert made.status_code == 201
    body = made.json()
    assert (body["weekdays"], body["at"], body["views"], body["enabled"]) == ([1, 5], "08:00", ["lateral_left"], True)
    job = Job.objects.get(handler=REMIND)
    assert abs(job.run_at - datetime.fromisoformat(body["next_at"])) < timedelta(seconds=5)
    again = as_alice.post("/api/v1/reminders/", {**REMINDER, "id": body["id"]})
    assert (again.status_code, again.json()["weekdays"]) == (200, [1, 5])
    changed = as_alice.patch(f"/api/v1/reminders/{body['id']}/", {"at": "21:15"}).json()
    local = datetime.fromisoformat(changed["next_at"]).astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.hour, local.minute, local.isoweekday() in {1, 5}) == (21, 15, True)
    off = as_alice.patch(f"/api/v1/reminders/{body['id']}/", {"enabled": False}).json()
    assert off["next_at"] is None
    assert not Job.objects.filter(handler=REMIND).exists()
    assert as_alice.patch(f"/api/v1/reminders/{body['id']}/", {"enabled": True}).json()["next_at"]
    assert Job.objects.filter(handler=REMIND).count() == 1
    assert as_alice.delete(f"/api/v1/reminders/{body['id']}/").status_code == 204
    assert not Job.objects.filter(handler=REMIND).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weekdays", []),
        ("weekdays", [0]),
        ("weekdays", [8]),
        ("at", "25:00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("views", ["from above"]),
    ],
)
def test_what_is_no_reminder_is_refused(as_alice: APIClient, field: str, value: Any) -> None:
    answer = as_alice.post("/api/v1/reminders/", {**REMINDER, field: value})
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_there_is_an_end_to_them(as_alice: APIClient) -> None:
    for _ in range(20):
        assert as_alice.post("/api/v1/reminders/", REMINDER).status_code == 201
    assert as_alice.post("/api/v1/reminders/", REMINDER).json()["code"] == "too_many"


def test_lists_take_few_queries(as_alice: APIClient, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        as_alice.post("/api/v1/reminders/", REMINDER)
        subscribe(as_alice, Browser(f"https://push.example.org/{_}"))
    with django_assert_num_queries(3):  # session, account, reminders
        assert len(as_alice.get("/api/v1/reminders/").json()) == 3
    with django_assert_num_queries(3):  # session, account, subscriptions
        assert len(as_alice.get("/api/v1/push/").json()["subscriptions"]) == 3


def test_the_key_is_made_once_and_only_its_owner_reads_it(as_alice: APIClient, settings: Any) -> None:
    first = as_alice.get("/api/v1/push/").json()["public_key"]
    assert as_alice.get("/api/v1/push/").json()["public_key"] == first
    assert stat.S_IMODE((settings.DATA_DIR / FILE).stat().st_mode) == 0o600
    settings.PUSH_KEY = b64url((7).to_bytes(32, "big"))
    assert public_key() != first


def test_subscribing_again_is_subscribing_once(as_alice: APIClient, as_bob: APIClient) -> None:
    browser = Browser("https://push.example.org/one")
    first = subscribe(as_alice, browser)
    assert first["host"] == "push.example.org"
    assert subscribe(as_alice, browser)["id"] == first["id"]
    # Somebody who has only heard of the address takes nothing over …
    thief = Browser(browser.endpoint)
    assert as_bob.post("/api/v1/push/", thief.subscription()).json()["code"] == "id_conflict"
    assert len(as_alice.get("/api/v1/push/").json()["subscriptions"]) == 1
    # … but the same browser is bob's, once he is signed in there.
    assert subscribe(as_bob, browser)["id"] == first["id"]
    assert as_alice.get("/api/v1/push/").json()["subscriptions"] == []
    assert as_bob.delete(f"/api/v1/push/{first['id']}/").status_code == 204
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://push.example.org/x"},
        {"endpoint": "https://router.lan/x"},
        {"keys": {"p256dh": "AAAA", "auth": b64url(b"0" * 16)}},
        {"keys": {"p256dh": Browser("").subscription()["keys"]["p256dh"], "auth": "AAAA"}},
        {"keys": {}},
    ],
)
def test_what_is_no_subscription_is_refused(as_alice: APIClient, changes: dict[str, Any]) -> None:
    body = {**Browser("https://push.example.org/x").subscription(), **changes}
    assert as_alice.post("/api/v1/push/", body).status_code == 400
    assert not PushSubscription.objects.exists()


def test_a_reminder_arrives_sealed_and_says_nothing_of_anybody(
    as_alice: APIClient, alice: User, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    browsers = [service.browser("a"), service.browser("b")]
    for browser in browsers:
        subscribe(as_alice, browser)
    run_all_jobs()
    assert sorted(path for path, _, _ in service.arrived) == ["/send/a", "/send/b"]
    for path, headers, body in service.arrived:
        browser = next(one for one in browsers if one.endpoint.endswith(path))
        assert json.loads(browser.open(body)) == {"kind": "reminder"}
        assert headers["Content-Encoding"] == "aes128gcm"
        assert int(headers["TTL"]) > 0
        claims = claims_of(headers["Authorization"])
        assert claims["aud"] == f"http://127.0.0.1:{service.port}"
        assert claims["k"] == public_key()
        assert not set(headers) & {"Cookie", "Referer", "User-Agent"}
        assert "alice" not in json.dumps(headers)
    for row in PushSubscription.objects.all():
        assert row.failures == 0
        assert row.last_success_at
    reminder.refresh_from_db()
    assert reminder.next_at
    assert local_day(reminder.next_at, ZONE) == local_day(timezone.now(), ZONE) + timedelta(days=1)
    # Nothing more comes today.
    assert run_all_jobs() == 0
    assert len(service.arrived) == 2


@pytest.mark.parametrize(
    ("views", "taken", "is_said"),
    [
        ([], [], True),
        ([], ["lateral_left"], False),
        (["frontal"], ["lateral_left"], True),
        (["frontal", "lateral_left"], ["frontal"], True),
        (["frontal", "lateral_left"], ["frontal", "lateral_left"], False),
    ],
)
def test_it_is_said_only_while_the_photos_of_the_day_are_missing(
    as_alice: APIClient, alice: User, reminder: Reminder, service: PushService, run_all_jobs: RunJobs,
    views: list[str], taken: list[str], is_said: bool,
) -> None:  # fmt: skip
    subscribe(as_alice, service.browser())
    Reminder.objects.update(views=views)
    photograph(alice, days=1)
    for view in taken:
        photograph(alice, view)
    run_all_jobs()
    assert bool(service.arrived) == is_said
    reminder.refresh_from_db()
    assert reminder.next_at
    assert reminder.next_at > timezone.now(), "it goes on, said or not"


def test_only_the_persons_own_photos_count(
    as_alice: APIClient, alice: User, bob: User, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    subscribe(as_alice, service.browser())
    photograph(alice, subject=Subject.objects.create(owner=alice, display_name="a child", guardian_authority="mother"))
    photograph(bob)
    photograph(alice, state=PhotoState.REJECTED, rejection_reason="no_face")
    run_all_jobs()
    assert len(service.arrived) == 1


def test_nobody_is_told_of_a_time_that_is_past(
    as_alice: APIClient, alice: User, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    """The server was off from yesterday evening until today."""
    subscribe(as_alice, service.browser())
    make_due(reminder, ago=timedelta(hours=3))
    run_all_jobs()
    assert service.arrived == []
    reminder.refresh_from_db()
    assert reminder.next_at
    assert reminder.next_at > timezone.now()


def test_an_account_that_is_closed_is_not_reminded(
    as_alice: APIClient, alice: User, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    subscribe(as_alice, service.browser())
    User.objects.filter(pk=alice.pk).update(is_active=False)
    run_all_jobs()
    assert service.arrived == []


def test_a_browser_that_is_gone_is_forgotten(
    as_alice: APIClient, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    subscribe(as_alice, service.browser())
    service.status = 410
    run_all_jobs()
    assert not PushSubscription.objects.exists()
    assert run_all_jobs() == 0


def test_a_service_that_has_no_time_is_asked_later(
    as_alice: APIClient,
    alice: User,
    reminder: Reminder,
    service: PushService,
    run_all_jobs: RunJobs,
    caplog: pytest.LogCaptureFixture,
) -> None:
    subscribe(as_alice, service.browser())
    service.status, service.headers = 429, {"Retry-After": "600"}
    run_all_jobs()
    subscription = PushSubscription.objects.get()
    [line] = [one.getMessage() for one in caplog.records if one.name == processing.__name__]
    # Whoever runs a push service of their own is named by its host.
    assert str(subscription.pk) in line
    assert subscription.host not in caplog.text
    waiting = Job.objects.filter(handler=PUSH, state=JobState.QUEUED)
    assert waiting.get().run_at > timezone.now() + timedelta(seconds=590)
    assert PushSubscription.objects.get().failures == 1
    service.status, service.headers = 201, {}
    waiting.update(run_at=timezone.now())
    run_all_jobs()
    assert len(service.arrived) == 2
    assert PushSubscription.objects.get().failures == 0
    # A photo that was taken meanwhile ends the waiting.
    make_due(reminder)
    service.status = 500
    run_all_jobs()
    photograph(alice)
    waiting.update(run_at=timezone.now())
    run_all_jobs()
    assert len(service.arrived) == 3
    assert not waiting.exists()


def claimed(handler: str) -> tuple[Job, Lease]:
    Job.objects.exclude(handler=handler).filter(state=JobState.QUEUED).delete()
    found = claim()
    assert found
    assert found[0].handler == handler
    return found


def test_killed_before_its_commit_nothing_is_lost_and_after_it_nothing_is_doubled(
    as_alice: APIClient, reminder: Reminder, service: PushService
) -> None:
    subscribe(as_alice, service.browser())
    # A worker that lost its lease writes nothing …
    job, lease = claimed(REMIND)
    Job.objects.filter(pk=job.pk).update(token="00000000-0000-0000-0000-000000000000")
    with pytest.raises(LeaseLost):
        processing.remind(lease, reminder.pk)
    assert not Job.objects.filter(handler=PUSH).exists()
    # … and the next one takes its place; killed after the commit, it is run once more, and nothing comes of it.
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    job, lease = claimed(REMIND)
    processing.remind(lease, reminder.pk)
    assert Job.objects.filter(handler=PUSH).count() == 1
    run(job, lease)
    assert Job.objects.filter(handler=PUSH).count() == 1
    assert Job.objects.filter(handler=REMIND, state=JobState.QUEUED).count() == 1
    work_off_queue(background=True)
    assert len(service.arrived) == 1


def test_two_workers_cannot_both_claim_what_is_due(as_alice: APIClient, reminder: Reminder) -> None:
    first = claim()
    assert first
    assert claim() is None


def test_a_time_that_was_given_up_does_not_end_the_reminder(
    as_alice: APIClient, reminder: Reminder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(processing, "is_wanted", breaks)
    subscribe(as_alice, Browser("https://push.example.org/one"))
    for _ in range(5):
        Job.objects.filter(handler=REMIND).update(run_at=timezone.now())
        work_off_queue(background=True)
    parked = Job.objects.get(handler=REMIND, state=JobState.PARKED)
    assert "broken" in parked.last_error
    reminder.refresh_from_db()
    assert reminder.next_at
    assert reminder.next_at > timezone.now()
    assert Job.objects.filter(handler=REMIND, state=JobState.QUEUED).count() == 1


def test_a_subscription_that_went_to_another_account_is_not_told_of_the_firsts_reminders(
    as_alice: APIClient, as_bob: APIClient, reminder: Reminder, service: PushService, run_all_jobs: RunJobs
) -> None:
    browser = service.browser()
    subscribe(as_alice, browser)
    run_next = claimed(REMIND)
    run(*run_next)
    subscribe(as_bob, browser)
    run_all_jobs()
    assert service.arrived == []


def test_an_uploaded_photo_counts(
    as_alice: APIClient, reminder: Reminder, service: PushService, run_all_jobs: RunJobs, portrait: bytes
) -> None:
    """Through the API, and before it is aligned."""
    subscribe(as_alice, service.browser())
    taken = datetime.combine(local_day(timezone.now(), ZONE), time(0, 0, 1)).isoformat()
    form = {
        "id": str(uuid.uuid4()),
        "view": "frontal",
        "file": SimpleUploadedFile("a.jpg", portrait),
        "taken_at": taken,
    }
    assert as_alice.post("/api/v1/photos/", form, format="multipart").status_code == 201
    Job.objects.exclude(handler=REMIND).delete()
    run_all_jobs()
    assert service.arrived == []
