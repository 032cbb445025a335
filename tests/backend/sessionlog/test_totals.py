"""Totals by zone: minutes are shared as it is said, and nothing is lost or counted twice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.sessionlog.totals import Dose, totals_of
from ml.vocabulary import SESSION_INTENSITY_MICROAMP, SESSION_MINUTES, Zone

zones = st.lists(st.sampled_from([zone.value for zone in Zone]), unique=True, max_size=6)


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    minutes = draw(st.floats(*SESSION_MINUTES))
    chosen = draw(zones)
    written = draw(st.booleans())
    return Dose(
        minutes=minutes,
        intensity_microamp=draw(st.none() | st.floats(*SESSION_INTENSITY_MICROAMP)),
        zones=chosen,
        minutes_by_zone={zone: draw(st.floats(0.1, minutes)) for zone in chosen} if written else {},
    )


@given(st.lists(doses(), max_size=20))
def test_shared_minutes_add_up_to_the_sessions(logged: list[Dose]) -> None:
    shared = [Dose(dose.minutes, dose.intensity_microamp, dose.zones, {}) for dose in logged]
    totals = totals_of(shared)
    placed = [dose for dose in shared if dose.zones]
    assert sum(zone.minutes for zone in totals.zones) == pytest.approx(sum(dose.minutes for dose in placed))
    charge = sum(dose.minutes * (dose.intensity_microamp or 0) for dose in placed)
    assert sum(zone.microamp_minutes for zone in totals.zones) == pytest.approx(charge)
    assert totals.without_zones == len(shared) - len(placed)


@given(st.lists(doses(), max_size=20))
def test_each_zone_gets_what_is_written_down_or_its_equal_share(logged: list[Dose]) -> None:
    by_zone = {total.zone.value: total for total in totals_of(logged).zones}
    for zone in Zone:
        of_zone = [dose for dose in logged if zone in dose.zones]
        if not of_zone:
            assert zone.value not in by_zone
            continue
        total = by_zone[zone.value]
        minutes = [dose.minutes_by_zone.get(zone.value, dose.minutes / len(dose.zones)) for dose in of_zone]
        assert total.sessions == len(of_zone)
        assert total.minutes == pytest.approx(sum(minutes))
        assert total.without_intensity == sum(dose.intensity_microamp is None for dose in of_zone)
        charges = [part * (dose.intensity_microamp or 0) for part, dose in zip(minutes, of_zone, strict=True)]
        assert total.microamp_minutes == pytest.approx(sum(charges))


@given(st.lists(doses(), max_size=12), st.randoms())
def test_the_order_of_sessions_changes_nothing(logged: list[Dose], random: Any) -> None:
    shuffled = logged[:]
    random.shuffle(shuffled)
    assert totals_of(shuffled) == totals_of(logged)


def log(client: APIClient, day: int, **values: Any) -> None:
    session = {"started_at": f"2026-03-{day:02}T23:30:00", "modality": "microcurrent", "minutes": 10, **values}
    assert client.post("/api/v1/sessions/", session).status_code == 201


def test_totals_of_a_period(as_alice: APIClient) -> None:
    log(as_alice, 1, zones=["neck"])
    log(as_alice, 2, zones=["cheek_left", "cheek_right"], intensity_microamp=240)
    log(as_alice, 3, zones=["cheek_left", "neck"], minutes_by_zone={"cheek_left": 8, "neck": 2})
    log(as_alice, 3)
    log(as_alice, 3, modality="galvanic", intensity_microamp=1000, zones=["neck"])
    log(as_alice, 4, zones=["neck"])
    period = {"from": "2026-03-02", "to": "2026-03-03"}
    totals = as_alice.get("/api/v1/sessions/totals/", period | {"modality": "microcurrent"}).json()
    assert totals == {
        "sessions": 3,
        "minutes": 30,
        "microamp_minutes": 2400,
        "without_intensity": 2,
        "without_zones": 1,
        "zones": [
            {"zone": "cheek_left", "sessions": 2, "minutes": 13, "microamp_minutes": 1200, "without_intensity": 1},
            {"zone": "cheek_right", "sessions": 1, "minutes": 5, "microamp_minutes": 1200, "without_intensity": 0},
            {"zone": "neck", "sessions": 1, "minutes": 2, "microamp_minutes": 0, "without_intensity": 1},
        ],
    }
    assert as_alice.get("/api/v1/sessions/totals/", period).json()["sessions"] == 4
    assert as_alice.get("/api/v1/sessions/totals/", {"modality": "magic"}).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_totals_take_one_query(
    as_alice: APIClient, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for day in range(1, count + 1):
        log(as_alice, day, zones=["neck"])
    with django_assert_num_queries(4):  # session, account, subject, sessions
        assert as_alice.get("/api/v1/sessions/totals/").json()["sessions"] == count


@pytest.mark.parametrize(
    "values",
    [
        {"zones": ["neck"], "minutes_by_zone": {"mouth": 5}},
        {"zones": ["neck", "mouth"], "minutes_by_zone": {"neck": 5}},
        {"zones": ["neck"], "minutes_by_zone": {"neck": 10.5}},
        {"zones": ["neck"], "minutes_by_zone": {"neck": 0}},
        {"zones": ["neck"], "minutes_by_zone": {"nose": 5}},
        {"zones": ["neck"], "minutes_by_zone": [5]},
    ],
)
def test_minutes_by_zone_are_for_each_zone_or_none(as_alice: APIClient, values: dict[str, Any]) -> None:
    session = {"started_at": "2026-03-12T19:00:00", "modality": "microcurrent", "minutes": 10}
    answer = as_alice.post("/api/v1/sessions/", {**session, **values})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["minutes_by_zone"])


def test_a_change_is_checked_against_what_stays(as_alice: APIClient) -> None:
    session = {"started_at": "2026-03-12T19:00:00", "modality": "microcurrent", "minutes": 10, "zones": ["neck"]}
    made = as_alice.post("/api/v1/sessions/", {**session, "minutes_by_zone": {"neck": 8}}).json()
    address = f"/api/v1/sessions/{made['id']}/"
    assert as_alice.patch(address, {"minutes": 7}).json()["fields"].keys() == {"minutes_by_zone"}
    assert as_alice.patch(address, {"zones": ["mouth"]}).json()["fields"].keys() == {"minutes_by_zone"}
    assert as_alice.patch(address, {"zones": ["mouth"], "minutes_by_zone": {}}).status_code == 200
