"""Texts: authored, reviewed, published, never changed; and the templates that are shipped."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent import shipped
from backend.consent.models import ConsentText, Purpose
from backend.consent.services.templates import ship_templates
from backend.practices.models import Practice, Role
from tests.backend.signing import body, employed, in_care_of, own, practice_of, template

URL = "/api/v1/consent-texts/"
DRAFT = {
    "purpose": "teaching",
    "language": "en",
    "jurisdiction": "Norway",
    "title": "Teaching at Studio Nord",
    "body_markdown": "You allow us to show your pictures in our courses.",
    "plain_summary": "Who sees what.",
    "privacy_notice_url": "https://practice.example/privacy",
}
# Of what was released. A new wording is a new file with the next version, and a new line here.
RELEASED = {
    ("care_record", 1): "749e258bf19c3c639f13addb6b7b2e274cbdb91bf47cacb39789bdfdf00cfeaa",
    ("marketing_social", 1): "ea4c3b2ef66cde657c8f66cdfef5bf3c72381fcab8b3a35353f6b2ef873e9dc5",
    ("marketing_website", 1): "700e837acbd7135c7b46c47c23eae35e34c936188ac9ae30bc240f722150aec2",
    ("publication_single", 1): "122c190bd3bb49d926b4e4e65f07aed4b08dbfd0ad4c055152263ba3e8fef188",
    ("share_with_me", 1): "243abf7457635fd892fb01e1a04a2a765b5de73a389ba26d97c38142002c6c0d",
    ("share_with_named", 1): "8f26ea8df87df4752d94cc136797ffa917eafb0b8976c7694e4bae22b41a5a33",
    ("teaching", 1): "a6dce6d37101fb45f2089ccdada7cfffc337b2b96584c5c74f68b9f3699e4802",
}


@pytest.fixture
def practice(bob: User) -> Practice:
    return practice_of(bob)


def draft(client: APIClient, practice: Practice, **changes: Any) -> Any:
    answer = client.post(f"/api/v1/practices/{practice.pk}/consent-texts/", DRAFT | changes)
    assert answer.status_code == 201, answer.content
    return answer.json()


def step(client: APIClient, text: Any, name: str) -> Any:
    return client.post(f"{URL}{text['id']}/{name}/")


def published(client: APIClient, practice: Practice, **changes: Any) -> Any:
    text = draft(client, practice, **changes)
    step(client, text, "review")
    answer = step(client, text, "publish")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_text_goes_its_way(as_bob: APIClient, practice: Practice, as_alice: APIClient) -> None:
    text = draft(as_bob, practice)
    assert (text["state"], text["version"], text["sha256"]) == ("draft", 1, "")
    assert as_alice.get(f"{URL}{text['id']}/").status_code == 404, "a draft is nobody else's business"
    assert step(as_bob, text, "publish").json()["code"] == "text_not_reviewed"
    assert step(as_bob, text, "retire").json()["code"] == "text_not_published"
    assert step(as_bob, text, "review").json()["state"] == "reviewed"
    done = step(as_bob, text, "publish").json()
    assert (done["state"], len(done["sha256"])) == ("published", 64)
    assert as_alice.get(f"{URL}{text['id']}/").json() == done
    for name in ("review", "publish"):
        assert (step(as_bob, text, name).status_code, step(as_bob, text, name).json()["code"]) == (
            409,
            "text_published",
        )
    changed = as_bob.patch(f"{URL}{text['id']}/", {"body_markdown": "Anything goes."})
    assert (changed.status_code, changed.json()["code"]) == (409, "text_published")
    assert step(as_bob, text, "retire").json()["state"] == "retired"
    assert as_alice.get(f"{URL}{text['id']}/").status_code == 200, "what was signed can still be read"


def test_where_there_are_two_nobody_reviews_their_own_words(
    as_bob: APIClient, as_charlie: APIClient, practice: Practice, charlie: User
) -> None:
    employed(practice, charlie, Role.PRACTITIONER)
    text = draft(as_bob, practice)
    assert (step(as_bob, text, "review").status_code, step(as_bob, text, "review").json()["code"]) == (
        409,
        "second_pair_of_eyes",
    )
    assert step(as_charlie, text, "review").status_code == 200
    # Who changes the words is their author, and the review is of other words.
    changed = as_charlie.patch(
        f"{URL}{text['id']}/", {"body_markdown": "Other words.", "purpose": "care_record"}
    ).json()
    assert (changed["state"], changed["body_markdown"], changed["purpose"]) == ("draft", "Other words.", "teaching")
    assert step(as_bob, text, "publish").json()["code"] == "text_not_reviewed"
    assert step(as_charlie, text, "review").status_code == 409
    assert step(as_bob, text, "review").status_code == 200
    assert step(as_charlie, text, "publish").status_code == 200


@pytest.mark.parametrize(("role", "status"), [(Role.ASSISTANT, 403), (Role.REVIEWER, 403), (None, 404)])
def test_owners_and_practitioners_write_texts(
    as_bob: APIClient, as_charlie: APIClient, practice: Practice, charlie: User, role: Role | None, status: int
) -> None:
    if role:
        employed(practice, charlie, role)
    text = draft(as_bob, practice)
    assert as_charlie.post(f"/api/v1/practices/{practice.pk}/consent-texts/", DRAFT).status_code == status
    assert as_charlie.patch(f"{URL}{text['id']}/", {"title": "x"}).status_code == status
    assert as_charlie.get(f"{URL}{text['id']}/").status_code == status
    assert as_charlie.get(URL, {"practice": str(practice.pk), "drafts": "true"}).status_code == status
    for name in ("review", "publish", "retire"):
        assert step(as_charlie, text, name).status_code == status


def test_nobody_touches_a_template(as_bob: APIClient, practice: Practice) -> None:
    text = template("teaching")
    assert as_bob.patch(f"{URL}{text.pk}/", {"title": "x"}).status_code == 404
    for name in ("review", "publish", "retire"):
        assert as_bob.post(f"{URL}{text.pk}/{name}/").status_code == 404


def test_a_practices_own_text_takes_the_templates_place(
    as_bob: APIClient, as_alice: APIClient, practice: Practice, charlie: User
) -> None:
    text = published(as_bob, practice)
    german = published(as_bob, practice, language="de", purpose="care_record")
    shown = as_alice.get(URL, {"practice": str(practice.pk)}).json()["results"]
    by_purpose = {(one["purpose"], one["language"]): one["id"] for one in shown}
    assert by_purpose[("teaching", "en")] == text["id"]
    assert by_purpose[("care_record", "de")] == german["id"]
    assert by_purpose[("care_record", "en")] == str(template("care_record").pk)
    assert len(by_purpose) == len(shown) == 8
    only = as_alice.get(URL, {"practice": str(practice.pk), "purpose": "care_record", "language": "de"}).json()[
        "results"
    ]
    assert [one["id"] for one in only] == [german["id"]]
    elsewhere = as_alice.get(URL, {"practice": str(practice_of(charlie).pk), "purpose": "teaching"}).json()["results"]
    assert [one["id"] for one in elsewhere] == [str(template("teaching").pk)]


def test_the_next_version_retires_the_one_before_and_no_other_practices(
    as_bob: APIClient, as_charlie: APIClient, practice: Practice, charlie: User
) -> None:
    first = published(as_bob, practice)
    others = published(as_charlie, practice_of(charlie))
    second = published(as_bob, practice)
    assert (first["version"], second["version"], others["version"]) == (1, 2, 1)
    states = {one.pk: one.retired_at for one in ConsentText.objects.filter(practice__isnull=False)}
    assert [bool(states[key]) for key in states] == [str(key) == first["id"] for key in states]
    assert template("teaching").retired_at is None


def test_nobody_signs_another_practices_text_or_a_draft(
    as_bob: APIClient, as_charlie: APIClient, as_alice: APIClient, practice: Practice, alice: User, charlie: User
) -> None:
    in_care_of(practice, own(alice))
    others = published(as_charlie, practice_of(charlie))
    waiting, mine = draft(as_bob, practice), published(as_bob, practice)
    for text, status in ((others, 409), (waiting, 409), (mine, 201)):
        sent = body(own(alice), "teaching", practice, text=text["id"])
        assert as_alice.post("/api/v1/consents/", sent).status_code == status
    assert as_alice.post("/api/v1/consents/", body(own(alice), "teaching", text=mine["id"])).status_code == 409
    step(as_bob, mine, "retire")
    assert (
        as_alice.post("/api/v1/consents/", body(own(alice), "teaching", practice, text=mine["id"])).status_code == 409
    )


# Templates.


def test_there_is_one_template_for_each_purpose(as_alice: APIClient) -> None:
    shown = as_alice.get(URL).json()["results"]
    assert sorted(one["purpose"] for one in shown) == sorted(Purpose.values)
    assert {(one["is_template"], one["practice"], one["language"]) for one in shown} == {(True, None, "en")}


@pytest.mark.parametrize("one", list(shipped.templates()), ids=lambda one: f"{one.purpose}.{one.version}")
def test_a_template_says_what_a_person_has_to_know(one: shipped.Template) -> None:
    text = one.body_markdown
    assert 150 <= len(text.split()) <= 250
    for said in ("What happens.", "Who sees it.", "How long.", "How to withdraw.", "reason"):
        assert said in text
    if one.purpose == "care_record":
        assert "What stays." in text
    else:
        assert "can't be called back" in text
    if one.purpose not in {"care_record", "share_with_me"}:
        assert "anonymous" in text
    assert "depend" in text or "changes nothing about your care" in text or "not touched by a no" in text


@pytest.mark.django_db
def test_what_was_released_is_never_changed() -> None:
    there = {(one.purpose, one.version): one.sha256 for one in ConsentText.objects.filter(practice__isnull=True)}
    assert there == RELEASED


@pytest.mark.django_db
def test_a_new_version_retires_the_old_and_leaves_it_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before = template("teaching")
    assert ship_templates() == 0
    call_command("migrate", verbosity=0)
    newer = shipped.Template(Purpose.TEACHING, "en", 2, "Teaching", "Short.", "Other words.")
    for offered in ([newer], [newer], [*shipped.templates()]):
        monkeypatch.setattr("backend.consent.services.templates.templates", lambda offered=offered: iter(offered))
        ship_templates()
    texts = ConsentText.objects.filter(practice__isnull=True)
    assert set(texts.values_list("purpose").annotate(Count("id")).values_list("purpose", "id__count")) == {
        (purpose, 2 if purpose == "teaching" else 1) for purpose in Purpose.values
    }
    now = template("teaching")
    assert (now.version, now.title) == (2, "Teaching")
    old = ConsentText.objects.get(pk=before.pk)
    assert (old.sha256, old.body_markdown) == (before.sha256, before.body_markdown)
    assert old.retired_at is not None
