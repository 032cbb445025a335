"""One stream of photos and sessions by local time, whatever the page size."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.common.localtime import LocalTime
from backend.events.models import Event
from backend.photos.models import Photo, Rendition, Series
from backend.sessionlog.models import TreatmentSession
from backend.timeline.places import Cursor
from backend.timeline.selectors import timeline_page

START = LocalTime.parse("2026-03-12T08:00:00").local


def add_photo(user: User, minutes: int, *, view: str = "frontal") -> Photo:
    subject = user.subjects.get()
    series, _ = Series.objects.get_or_create(subject=subject, view=view)
    photo = Photo.objects.create(
        subject=subject,
        series=series,
        taken_local=START + timedelta(minutes=minutes),
        taken_source="exif",
        sha256=str(Photo.objects.count()).zfill(64),
        bytes=1,
        media_type="image/jpeg",
        width=10,
        height=10,
    )
    for spec in ("aligned", "preview"):
        Rendition.objects.create(
            photo=photo,
            spec=spec,
            recipe="r",
            key=f"{photo.pk}/{spec}",
            media_type="image/jpeg",
            width=1,
            height=1,
            bytes=1,
        )
    return photo


def add_session(user: User, minutes: int) -> TreatmentSession:
    return TreatmentSession.objects.create(
        subject=user.subjects.get(), started_local=START + timedelta(minutes=minutes), modality="other", minutes=5
    )


def add_event(user: User, minutes: int) -> Event:
    return Event.objects.create(
        subject=user.subjects.get(),
        happened_local=START + timedelta(minutes=minutes),
        whole_day=False,
        kind="haircut",
    )


def read_all(client: APIClient, **query: Any) -> list[Any]:
    entries: list[Any] = []
    page = client.get("/api/v1/timeline/", query).json()
    while True:
        entries += page["results"]
        if page["next"] is None:
            return entries
        page = client.get(page["next"]).json()


def moment_of(entry: Any) -> str:
    names = {"photo": "taken_at", "session": "started_at", "event": "happened_at"}
    return str(entry[entry["kind"]][names[entry["kind"]]])


def test_photos_sessions_and_events_stand_in_one_order(alice: User, as_alice: APIClient) -> None:
    add_photo(alice, 0)
    add_session(alice, 10)
    add_event(alice, 15)
    add_photo(alice, 20)
    add_session(alice, 24 * 60)
    entries = read_all(as_alice)
    assert [(entry["kind"], entry["local_date"]) for entry in entries] == [
        ("session", "2026-03-13"),
        ("photo", "2026-03-12"),
        ("event", "2026-03-12"),
        ("session", "2026-03-12"),
        ("photo", "2026-03-12"),
    ]
    for entry in entries:
        assert [kind for kind in ("photo", "session", "event") if entry[kind]] == [entry["kind"]]
        assert entry[entry["kind"]]["id"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 200])
def test_pages_of_any_size_give_each_entry_once(alice: User, as_alice: APIClient, size: int) -> None:
    """Many entries share a second: the cursor has to tell them apart."""
    for minutes in (0, 0, 0, 5, 5, 9):
        add_photo(alice, minutes)
        add_session(alice, minutes)
        add_event(alice, minutes)
    entries = read_all(as_alice, page_size=size)
    assert len(entries) == len({entry[entry["kind"]]["id"] for entry in entries}) == 18
    dates = [moment_of(entry) for entry in entries]
    assert dates == sorted(dates, reverse=True)


@given(
    photos=st.lists(st.integers(0, 4), max_size=8),
    sessions=st.lists(st.integers(0, 4), max_size=8),
    events=st.lists(st.integers(0, 4), max_size=4),
    size=st.integers(1, 6),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_paging_is_the_whole_stream_cut_in_pieces(
    alice: User, photos: list[int], sessions: list[int], events: list[int], size: int
) -> None:
    Event.objects.all().delete()
    Photo.objects.all().delete()
    TreatmentSession.objects.all().delete()
    for minutes in photos:
        add_photo(alice, minutes)
    for minutes in sessions:
        add_session(alice, minutes)
    for minutes in events:
        add_event(alice, minutes)
    whole = [entry.place for entry in timeline_page(alice, size=100).entries]
    pieces = []
    cursor: Cursor | None = None
    while True:
        page = timeline_page(alice, size=size, cursor=cursor)
        pieces += [entry.place for entry in page.entries]
        if page.next is None:
            break
        cursor = Cursor.read(str(page.next))
    assert pieces == whole
    assert len(whole) == len(photos) + len(sessions) + len(events)
    # From the lowest place up again: the same in pieces cut from below.
    if not whole:
        return
    upward = [whole[-1]]
    cursor = Cursor(whole[-1], upwards=True)
    while cursor is not None:
        page = timeline_page(alice, size=size, cursor=Cursor.read(str(cursor)))
        upward = [entry.place for entry in page.entries] + upward
        cursor = page.previous
    assert upward == whole


def test_an_entry_added_above_does_not_shift_the_pages_below(alice: User, as_alice: APIClient) -> None:
    for minutes in range(4):
        add_photo(alice, minutes)
    first = as_alice.get("/api/v1/timeline/", {"page_size": 2}).json()
    add_photo(alice, 100)
    second = as_alice.get(first["next"]).json()
    assert len({entry["photo"]["id"] for page in (first, second) for entry in page["results"]}) == 4


def test_filters(alice: User, as_alice: APIClient) -> None:
    add_photo(alice, 0)
    add_photo(alice, 1, view="oblique_left")
    add_session(alice, 2)
    add_session(alice, 24 * 60)
    oblique = read_all(as_alice, view="oblique_left")
    assert [entry["kind"] for entry in oblique] == ["session", "session", "photo"]
    one_day = read_all(as_alice, **{"from": "2026-03-13", "to": "2026-03-13"})
    assert [entry["local_date"] for entry in one_day] == ["2026-03-13"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"cursor": "W10="}, "invalid_cursor"),
        ({"cursor": "é"}, "invalid_cursor"),
        ({"page_size": 0}, "invalid"),
        ({"page_size": 5000}, "invalid"),
        ({"view": "behind"}, "invalid"),
        ({"zone": "nose"}, "invalid"),
        ({"kind": "share"}, "invalid"),
        ({"modality": "magic"}, "invalid"),
        ({"before": "soon"}, "invalid"),
        ({"to": "2026-02-30"}, "invalid"),
        ({"subject": "me"}, "invalid"),
    ],
)
def test_a_query_that_cannot_be_used_is_refused(as_alice: APIClient, query: dict[str, Any], code: str) -> None:
    answer = as_alice.get("/api/v1/timeline/", query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_sessions_can_be_chosen_by_zone_and_modality(alice: User, as_alice: APIClient) -> None:
    add_photo(alice, 0)
    cheek, jaw = add_session(alice, 1), add_session(alice, 2)
    cheek.zones, cheek.modality = ["neck", "cheek_left"], "galvanic"
    cheek.save()
    jaw.zones = ["jaw_left", "cheek_right"]
    jaw.save()

    def chosen(**query: str) -> list[str]:
        return [entry[entry["kind"]]["id"] for entry in read_all(as_alice, kind="session", **query)]

    assert chosen() == [str(jaw.pk), str(cheek.pk)]
    assert chosen(zone="cheek_left") == chosen(modality="galvanic") == [str(cheek.pk)]
    assert chosen(zone="jaw_left") == chosen(modality="other") == [str(jaw.pk)]
    assert chosen(zone="jaw_left", modality="galvanic") == []
    assert [entry["kind"] for entry in read_all(as_alice, zone="forehead")] == ["photo"]


def test_one_kind_alone_and_photos_by_tag(alice: User, as_alice: APIClient) -> None:
    tagged = add_photo(alice, 0)
    tagged.tag_lines = "\nclinic\n"
    tagged.save()
    add_photo(alice, 1)
    add_session(alice, 2)
    add_event(alice, 3)
    for kind, count in (("photo", 2), ("session", 1), ("event", 1)):
        assert [entry["kind"] for entry in read_all(as_alice, kind=kind)] == [kind] * count
    assert [entry["photo"]["id"] for entry in read_all(as_alice, tag="Clinic")] == [str(tagged.pk)]


def test_a_jump_starts_at_its_day_and_leads_both_ways(alice: User, as_alice: APIClient) -> None:
    day = 24 * 60
    for number in range(6):
        add_photo(alice, number * day)
    event = add_event(alice, 3 * day)
    event.whole_day, event.happened_local = True, START.replace(hour=0) + timedelta(days=3)
    event.save()
    whole = read_all(as_alice)
    page = as_alice.get("/api/v1/timeline/", {"before": "2026-03-14", "page_size": "2"}).json()
    assert [entry["local_date"] for entry in page["results"]] == ["2026-03-14", "2026-03-13"]
    above = as_alice.get(page["previous"]).json()
    assert [(entry["kind"], entry["local_date"]) for entry in above["results"]] == [
        ("photo", "2026-03-15"),
        ("event", "2026-03-15"),
    ]
    top = as_alice.get(above["previous"]).json()
    assert (len(top["results"]), top["previous"]) == (2, None)
    below = as_alice.get(page["next"]).json()
    assert below["next"] is None
    pages = (top, above, page, below)
    assert [entry for part in pages for entry in part["results"]] == whole
    # The way down again from a page that was reached upwards.
    assert as_alice.get(above["next"]).json()["results"] == page["results"]


def test_a_jump_above_or_below_everything(alice: User, as_alice: APIClient) -> None:
    add_photo(alice, 0)
    above = as_alice.get("/api/v1/timeline/", {"before": "9999-12-31"}).json()
    assert (len(above["results"]), above["next"]) == (1, None)
    assert as_alice.get(above["previous"]).json()["results"] == []
    below = as_alice.get("/api/v1/timeline/", {"before": "1995-01-01"}).json()
    assert (below["results"], below["next"]) == ([], None)
    assert len(as_alice.get(below["previous"]).json()["results"]) == 1


def test_pinned_are_baselines_and_milestones(
    alice: User, as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    baseline, _, milestone, tagged = (add_photo(alice, minutes) for minutes in range(4))
    Series.objects.update(baseline=baseline)
    milestone.milestone = True
    milestone.save()
    tagged.tag_lines = "\nspring\nclinic\n"
    tagged.save()
    subject = str(alice.subjects.get().pk)
    with django_assert_num_queries(8):  # session, account, subject, photos, renditions, two for the clocks, tags
        pinned = as_alice.get("/api/v1/timeline/pinned/", {"subject": subject})
    assert [photo["id"] for photo in pinned.json()["photos"]] == [str(milestone.pk), str(baseline.pk)]
    assert pinned.json()["tags"] == ["clinic", "spring"]


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow(
    alice: User, as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for minutes in range(count):
        add_photo(alice, minutes)
        add_session(alice, minutes)
        add_event(alice, minutes)
    with django_assert_num_queries(8):  # session, account, photos, renditions, sessions, events, two for the clocks
        assert len(as_alice.get("/api/v1/timeline/", {"page_size": 200}).json()["results"]) == 3 * count
    for name, value in (("before", "2026-03-12"), ("zone", "neck"), ("modality", "other"), ("view", "frontal")):
        with django_assert_num_queries(8):
            as_alice.get("/api/v1/timeline/", {name: value})
    with django_assert_num_queries(7):
        as_alice.get("/api/v1/photos/", {"page_size": 200})
    with django_assert_num_queries(4):
        as_alice.get("/api/v1/sessions/", {"page_size": 200})


def test_the_other_lists_take_a_constant_number_of_queries_too(
    alice: User, as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for view in ("frontal", "oblique_left", "lateral_right"):
        for minutes in range(3):
            add_photo(alice, minutes, view=view)
    # Session, account, and what is asked for; of a list also whose it is; "me" tells second factors and memberships.
    for address, queries in {"/api/v1/me/": 5, "/api/v1/series/": 4, "/api/v1/subjects/": 3}.items():
        with django_assert_num_queries(queries):
            as_alice.get(address)
