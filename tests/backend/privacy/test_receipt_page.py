"""The page behind a receipt's link: for people without an account, without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.audit.models import AuditEvent
from backend.consent.models import ConsentRecord
from tests.backend.signing import by_hand, own, practice_of, sign, signed_record, written_down_by


@pytest.fixture
def signed(as_bob: APIClient, bob: User) -> Any:
    """By an unclaimed client on the practice's device."""
    practice = practice_of(bob, legal_duty="Health Records Act, section 25", legal_duty_years=10)
    client = written_down_by(practice)
    return sign(as_bob, client, "care_record", practice, signature=by_hand() | {"signed_name": "Åse <b>Lie</b>"})


def path_of(signed: Any) -> str:
    link: str = signed["withdrawal_link"]
    return link.removeprefix("http://127.0.0.1:8000")


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def press(path: str) -> Any:
    """The button, as a browser without an account and without scripts presses it."""
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get(path).content.decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    return browser.post(path, {"csrfmiddlewaretoken": token}, follow=True)


def test_it_shows_what_was_agreed_and_a_button(signed: Any) -> None:
    shown = page(path_of(signed))
    for said in (
        "Studio Nord",
        "1 Harbour Street",
        "Given, and in force.",
        "Withdraw this consent",
        "You need no reason",
    ):
        assert said in shown
    assert "Åse &lt;b&gt;Lie&lt;/b&gt;" in shown
    assert "What happens." in shown
    assert not re.search(r"<script|<img|\sstyle=|\son\w+=", shown)


def test_looking_ends_nothing(signed: Any) -> None:
    for method in ("get", "head", "options", "put", "delete", "patch"):
        getattr(Client(), method)(path_of(signed))
    assert Client(enforce_csrf_checks=True).post(path_of(signed)).status_code == 403
    assert signed_record(signed).events.count() == 1


def test_the_button_ends_it_and_the_page_says_what_stays(signed: Any, as_bob: APIClient) -> None:
    answer = press(path_of(signed))
    shown = answer.content.decode()
    assert answer.redirect_chain == [(path_of(signed), 302)], "loading the page anew sends nothing again"
    assert "Withdrawn: it permits nothing any more." in shown
    assert "Withdraw this consent" not in shown
    assert "Health Records Act, section 25" in shown
    assert "keeps a sealed copy of what it added, for 10 years" in shown
    (event,) = signed_record(signed).events.filter(state="withdrawn")
    assert event.note == "by the link on the receipt"
    row = AuditEvent.objects.get(action="consent_withdrawn")
    assert (row.role, row.actor_id) == ("receipt_holder", None)
    assert as_bob.get(f"/api/v1/consents/{signed['id']}/").json()["state"] == "withdrawn"


def test_pressing_it_again_changes_nothing(signed: Any) -> None:
    browser = Client()
    for _ in range(2):
        assert browser.post(path_of(signed)).status_code == 302
    assert signed_record(signed).events.count() == 2
    assert AuditEvent.objects.filter(action="consent_withdrawn").count() == 1


@pytest.mark.parametrize("tail", ["", "/receipt.pdf"])
def test_a_wrong_link_says_nothing(signed: Any, tail: str) -> None:
    right = path_of(signed)
    wrong = [f"{right[:-1]}{'a' if right[-1] != 'a' else 'b'}", "/c/x", f"{right}x", f"/c/{signed['id']}", "/c/None"]
    said = set()
    for path in wrong:
        for answer in (Client().get(f"{path}{tail}"), *([Client().post(path)] if not tail else [])):
            assert answer.status_code == 404
            said.add(re.sub(r'value="\w+"', "", answer.content.decode()))
    assert len(said) == 1
    assert "Studio" not in said.pop()
    assert signed_record(signed).events.count() == 1


def test_a_consent_without_a_link_is_found_by_no_link(as_alice: APIClient, alice: User) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    ConsentRecord.objects.update(withdrawal_token_hash=None)
    assert Client().get(path_of(signed)).status_code == 404
    assert Client().get("/c/").status_code == 404


def test_the_receipt_lies_beside_it_with_the_link(signed: Any) -> None:
    answer = Client().get(f"{path_of(signed)}/receipt.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_no_cache_and_no_search_engine_keeps_it(signed: Any) -> None:
    for path in (path_of(signed), f"{path_of(signed)}/receipt.pdf", "/c/wrong"):
        answer = Client().get(path)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_what_ended_otherwise_has_no_button(as_alice: APIClient, alice: User) -> None:
    older = sign(as_alice, own(alice), "share_with_named")
    sign(as_alice, own(alice), "share_with_named", supersedes=older["id"])
    shown = page(path_of(older))
    assert "Replaced by a newer consent." in shown
    assert "<button" not in shown
    assert Client().post(path_of(older)).status_code == 302
    assert as_alice.get(f"/api/v1/consents/{older['id']}/").json()["state"] == "replaced"


def test_an_expired_one_says_so(as_alice: APIClient, alice: User) -> None:
    signed = sign(as_alice, own(alice), "share_with_named")
    past = timezone.now() - timedelta(seconds=1)
    ConsentRecord.objects.filter(pk=signed["id"]).update(valid_from=past - timedelta(days=1), valid_until=past)
    assert "Over, by its date." in page(path_of(signed))


def test_its_style_is_served(signed: Any) -> None:
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page(path_of(signed)))
    answer = Client().get(style)
    assert answer.status_code == 200
    assert b"main" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Type"].startswith("text/css")
