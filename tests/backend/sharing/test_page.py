"""What the page, its JSON and the reports say, and how little the page weighs."""

import gzip
import json
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from backend.audit.models import AuditAction, AuditEvent
from backend.sharing.sentences import SENTENCES
from backend.sharing.words import amount_text, apart, chosen_from, verdict_line, zone_name
from ml.compare import Reason, Verdict
from ml.vocabulary import Direction, ReasonCode, ReasonLevel, ReasonUnit, VerdictLevel, Zone
from tests.backend.sharing.conftest import Share, World, agree, body_of, opened
from tests.conftest import signed_in_as

STATIC = Path(django_settings.BASE_DIR) / "backend" / "sharing" / "static" / "sharing"
TYPESCRIPT = Path(django_settings.BASE_DIR) / "frontend" / "src" / "i18n" / "en" / "verdict.ts"
PAIR = re.compile(r'"(verdict\.[\w.]+)":\s*(?:"([^"]*)"|\{\s*one:\s*"([^"]*)",\s*other:\s*"([^"]*)",?\s*\})')


def test_a_verdict_has_the_same_words_here_and_on_the_screens() -> None:
    there: dict[str, str] = {}
    for key, plain, one, other in PAIR.findall(TYPESCRIPT.read_text(encoding="utf-8")):
        there |= {key: plain} if plain else {f"{key}.one": one, f"{key}.other": other}
    there = {key: text.replace("\\u00a0", "\u00a0") for key, text in there.items()}
    said = {key for key in there if key.startswith(("verdict.part.", "verdict.unit."))}
    said |= {"verdict.good", "verdict.caution", "verdict.not_comparable"}
    said |= {"verdict.note.simulated", "verdict.note.same_day"}
    assert {key: there[key] for key in said} == SENTENCES


def reason(code: ReasonCode, level: ReasonLevel, **values: Any) -> Reason:
    return Reason(code, level, **values)


def test_the_verdict_is_told_with_every_reason() -> None:
    yaw = reason(ReasonCode.YAW, ReasonLevel.CAUTION, value=4.2, unit=ReasonUnit.DEGREES, direction=Direction.LEFT)
    light = reason(ReasonCode.LIGHT, ReasonLevel.CAUTION, value=0.6, unit=ReasonUnit.STOPS, direction=Direction.RIGHT)
    camera = reason(ReasonCode.CAMERA, ReasonLevel.UNKNOWN)
    mouth = reason(ReasonCode.MOUTH, ReasonLevel.NOT_COMPARABLE, direction=Direction.MORE)
    assert verdict_line(Verdict(VerdictLevel.CAUTION, (yaw, light, camera))) == (
        "Compare with care: head turned 4° more to the left, light stronger from the right."
    )
    assert verdict_line(Verdict(VerdictLevel.NOT_COMPARABLE, (mouth, yaw))) == (
        "Not comparable: mouth open in one of them."
    )
    assert verdict_line(Verdict(VerdictLevel.GOOD, (camera,))) == "Comparable."
    assert amount_text(1.0, ReasonUnit.STOPS) == "1\u00a0stop"


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_words(code: ReasonCode) -> None:
    notes = {ReasonCode.SAME_DAY, ReasonCode.SIMULATED, ReasonCode.AFTER_SESSION}
    parts = [key for key in SENTENCES if key.startswith(f"verdict.part.{code.value}")]
    assert parts or code in notes


def test_plain_words() -> None:
    assert [apart(days) for days in (0, 1, 84)] == ["Same day", "1 day apart", "84 days apart"]
    assert zone_name(Zone.UNDER_EYE_LEFT) == "Under eye, left"
    assert chosen_from(2, 48, 31) == "2 of 48 photos of this view, 31 comparable with the first one."


def test_the_page_says_all_of_it_without_a_script(world: World, share: Share) -> None:
    shared = share(message="Please look at the left cheek.\nThank you.", deidentification="eye_mask")
    page = body_of(opened(shared).get(shared.path)).decode()
    for said in (
        "Shared by <strong>the person in the photos</strong>",
        "1 March 2026",
        "12 March 2026",
        "Front, 11 days apart",
        "2 of 2 photos of this view, 1 comparable with the first one.",
        "Eyes covered: makes recognition harder; does not make it anonymous.",
        "A screenshot can always be taken.",
        "Shown to Dr. Ahlm",
        "Show unaligned",
        "Please look at the left cheek.",
        "Measured, not judged",
    ):
        assert said in page, said
    assert ("Comparable." in page) or ("Compare with care" in page)
    assert page.count("<img ") == 2
    assert 'name="robots" content="noindex' in page
    assert not re.search(r"\sstyle=|<style|onclick=|<script(?! src)", page)
    unaligned = body_of(opened(shared).get(f"{shared.path}?show=unaligned")).decode()
    assert "pictures/1/before/unaligned" in unaligned
    assert "Show aligned" in unaligned


def test_what_somebody_wrote_is_text_and_never_markup(share: Share) -> None:
    page = body_of((client := opened(shared := share(message="<script>alert(1)</script>"))).get(shared.path)).decode()
    assert "<script>alert" not in page
    assert client.get(f"{shared.path}data.json").json()["message"] == "<script>alert(1)</script>"


def test_the_json_holds_what_the_page_says_and_no_id_of_the_record(world: World, share: Share) -> None:
    shared = share()
    told = opened(shared).get(f"{shared.path}data.json").json()
    assert told["pairs"][0]["apart"] == "11 days apart"
    assert (told["recipient"], told["sessions"], told["has_film"]) == ("Dr. Ahlm", None, False)
    for hidden in (world.subject.pk, world.photos[0].pk, world.alice.email, shared.grant.pk):
        assert str(hidden) not in json.dumps(told)


def test_sessions_are_shown_in_scope_alone(world: World, share: Share) -> None:
    as_alice = signed_in_as(world.alice)
    for day in ("2026-03-05", "2026-03-09", "2026-06-01"):
        body = {
            "started_at": f"{day}T19:00:00",
            "modality": "microcurrent",
            "minutes": 10,
            "intensity_microamp": 200,
            "zones": ["cheek_left"],
        }
        assert as_alice.post("/api/v1/sessions/", body).status_code == 201
    shared = share(
        consent=agree(world.subject, sessions=True, last_day="2026-03-31"), include_sessions=True, allow_download=True
    )
    told = opened(shared).get(f"{shared.path}data.json").json()["sessions"]
    assert (told["count"], told["minutes"], told["microamp_minutes"]) == (2, "20", "4,000")
    page = body_of(opened(shared).get(shared.path)).decode()
    assert "Sessions between the photos" in page
    assert "Cheek, left" in page
    assert "Sessions between" not in body_of(opened(other := share()).get(other.path)).decode()


def test_a_consent_for_a_zone_tells_nothing_of_sessions_on_others(world: World, share: Share) -> None:
    as_alice = signed_in_as(world.alice)
    for zones in (["cheek_left", "forehead"], ["neck"]):
        body = {
            "started_at": "2026-03-05T19:00:00",
            "modality": "microcurrent",
            "minutes": 10,
            "intensity_microamp": 200,
            "zones": zones,
        }
        assert as_alice.post("/api/v1/sessions/", body).status_code == 201
    shared = share(
        consent=agree(world.subject, sessions=True, zones=["cheek_left"]),
        include_sessions=True,
        deidentification="crop_zone",
        zone="cheek_left",
    )
    told = opened(shared).get(f"{shared.path}data.json").json()["sessions"]
    assert (told["count"], told["minutes"], told["microamp_minutes"]) == (1, "5", "1,000")
    assert [zone["name"] for zone in told["zones"]] == ["Cheek, left"]


def test_the_page_weighs_little(share: Share) -> None:
    shared = share(include_film=True, allow_download=True, message="x" * 500)
    page = body_of(opened(shared).get(shared.path))
    whole = [page, *(path.read_bytes() for path in STATIC.iterdir())]
    assert len(whole) == 3
    assert sum(len(gzip.compress(part)) for part in whole) <= 50 * 1024


def text_of(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "report.pdf").write_bytes(pdf)
    tool = shutil.which("pdftotext")
    if tool is None:
        # Without Poppler, the words are looked for where reportlab writes them.
        return pdf.decode("latin-1")
    return subprocess.run(
        [tool, "-layout", "report.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()


def report(client: Any, world: World, **query: Any) -> Any:
    before, after = world.photos
    return client.get("/api/v1/reports/consultation", {"pair": f"{before.pk},{after.pk}", **query})


def test_the_report_for_a_consultation(world: World, tmp_path: Path) -> None:
    as_alice = signed_in_as(world.alice)
    consent = agree(world.subject)
    as_alice.patch(f"/api/v1/subjects/{world.subject.pk}/", {"display_name": "Alice Example"})
    body = {"started_at": "2026-03-05T19:00:00", "modality": "other", "minutes": 12, "zones": ["mouth", "neck"]}
    assert as_alice.post("/api/v1/sessions/", body).status_code == 201
    answer = report(as_alice, world, consent=str(consent.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = " ".join(text_of(answer.content, tmp_path).split())
    for said in (
        "Report for a consultation",
        "Alice Example",
        "1 March 2026 to 12 March 2026",
        "Pair 1 of 1: Front",
        "11 days apart",
        "2 of 2 photos of this view",
        "1 session, 12 minutes",
        "Mouth",
        "Neck",
        "given, until",
        "Measured, not judged",
    ):
        assert said in text, (said, text)
    row = AuditEvent.objects.get(action=AuditAction.EXPORTED)
    assert (row.object_type, row.actor_name) == ("report", world.alice.email)


def test_nobody_elses_pictures_get_into_a_report(world: World) -> None:
    mallory = signed_in_as(world.mallory)
    assert report(mallory, world).status_code == 404
    assert report(mallory, world, subject=str(world.subject.pk)).status_code == 404
    as_alice = signed_in_as(world.alice)
    assert report(as_alice, world, consent=str(uuid.uuid4())).status_code == 404
    assert as_alice.get("/api/v1/reports/consultation", {"pair": "nothing"}).json()["fields"].keys() == {"pair"}
    assert as_alice.get("/api/v1/reports/consultation").status_code == 400
    assert not AuditEvent.objects.filter(action=AuditAction.EXPORTED).exists()
