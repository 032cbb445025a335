"""Hours since the last session and what had added up before a moment, against the definition written out plainly."""

import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.common.localtime import LocalTime
from backend.sessionlog.clock import SessionClock, clocks
from backend.sessionlog.models import TreatmentSession

NOTHING = SessionClock(None, None, 0, 0.0, 0.0)
START = LocalTime.parse("2026-03-12T08:00:00").local


def add(user: User, moment: LocalTime, *, microamp: float | None = None, minutes: float = 10) -> TreatmentSession:
    return TreatmentSession.objects.create(
        subject=user.subjects.get(),
        started_local=moment.local,
        started_offset_minutes=moment.offset_minutes,
        modality="microcurrent" if microamp else "other",
        minutes=minutes,
        intensity_microamp=microamp,
    )


def read(user: User, *moments: str) -> list[SessionClock]:
    return clocks(user, user.subjects.get().pk, [LocalTime.parse(moment) for moment in moments])


def test_before_the_first_session_the_clock_stands_at_nothing(alice: User) -> None:
    add(alice, LocalTime.parse("2026-03-12T20:00:00"))
    assert read(alice, "2026-03-12T08:00:00") == [NOTHING]


def test_hours_run_from_the_last_start_and_amounts_add_up(alice: User) -> None:
    add(alice, LocalTime.parse("2026-03-01T20:00:00"), microamp=200, minutes=10)
    add(alice, LocalTime.parse("2026-03-11T20:00:00"), minutes=15)
    first, second, third = read(alice, "2026-03-12T08:30:00", "2026-03-02T08:00:00", "2026-03-11T20:00:00")
    assert first == SessionClock(12.5, "other", 2, 25.0, 2000.0)
    assert second == SessionClock(12.0, "microcurrent", 1, 10.0, 2000.0)
    assert third == SessionClock(0.0, "other", 2, 25.0, 2000.0), "a session counts from its start"


def test_offsets_decide_where_both_are_known(alice: User) -> None:
    """A session at 20:00 in New York is over when a clock in Paris shows 08:00 of the next day."""
    add(alice, LocalTime.parse("2026-03-11T20:00:00-04:00"))
    assert read(alice, "2026-03-12T08:00:00+01:00")[0].hours_since_last == 7.0
    assert read(alice, "2026-03-12T00:30:00+01:00") == [NOTHING], "20:00 there is 01:00 here"
    assert read(alice, "2026-03-12T00:30:00")[0].hours_since_last == 4.5, "an unknown offset is no offset"


def test_after_a_flight_the_last_session_is_the_last_in_time(alice: User) -> None:
    """Flying east to west, a later session can show an earlier clock."""
    add(alice, LocalTime.parse("2026-03-12T20:00:00+13:00"), microamp=100)
    add(alice, LocalTime.parse("2026-03-12T10:00:00-10:00"))
    near, far = read(alice, "2026-03-12T12:00:00-10:00", "2026-04-12T12:00:00-10:00")
    assert (near.hours_since_last, near.last_modality, near.sessions) == (2.0, "other", 2)
    assert (far.hours_since_last, far.last_modality) == (31 * 24 + 2.0, "other")


def test_another_persons_sessions_are_not_counted(alice: User, bob: User) -> None:
    add(alice, LocalTime.parse("2026-03-11T20:00:00"))
    moment = [LocalTime.parse("2026-03-12T08:00:00")]
    assert clocks(bob, alice.subjects.get().pk, moment) == [NOTHING]
    assert clocks(alice, uuid.uuid4(), moment) == [NOTHING]


@pytest.mark.parametrize("count", [1, 60])
def test_two_queries_however_long_the_record(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    moments = [LocalTime(START + timedelta(days=day), None) for day in range(count)]
    for moment in moments:
        add(alice, moment)
    subject = alice.subjects.get().pk
    with django_assert_num_queries(2):
        assert [clock.sessions for clock in clocks(alice, subject, moments)] == list(range(1, count + 1))
    with django_assert_num_queries(0):
        assert clocks(alice, subject, []) == []


def plainly(moment: LocalTime, sessions: list[TreatmentSession]) -> tuple[float | None, int, float, float]:
    """The definition, session by session."""

    def elapsed(session: TreatmentSession) -> timedelta:
        at = session.started_at
        if moment.offset_minutes is None or at.offset_minutes is None:
            return moment.local - at.local
        return instant(moment) - instant(at)

    before = [session for session in sessions if elapsed(session) >= timedelta(0)]
    hours = min((elapsed(session) / timedelta(hours=1) for session in before), default=None)
    dose = sum(session.minutes * (session.intensity_microamp or 0) for session in before)
    return hours, len(before), sum(session.minutes for session in before), dose


def instant(moment: LocalTime) -> datetime:
    return moment.local - timedelta(minutes=moment.offset_minutes or 0)


local_times = st.builds(
    lambda minutes, offset: LocalTime(START + timedelta(minutes=minutes), offset),
    st.integers(0, 6 * 24 * 60),
    st.sampled_from([None, None, 0, 60, -600, 840, -720]),
)


@given(sessions=st.lists(local_times, max_size=10), moments=st.lists(local_times, max_size=6))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_it_is_what_the_definition_says(alice: User, sessions: list[LocalTime], moments: list[LocalTime]) -> None:
    TreatmentSession.objects.all().delete()
    logged = [add(alice, moment, microamp=50.0 * (number % 3) or None) for number, moment in enumerate(sessions)]
    found = clocks(alice, alice.subjects.get().pk, moments)
    assert [(c.hours_since_last, c.sessions, c.minutes, c.microamp_minutes) for c in found] == [
        plainly(moment, logged) for moment in moments
    ]
