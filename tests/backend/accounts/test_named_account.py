"""A request that names its account: what waited on a phone for one account is never sent as another."""

import uuid

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.sessionlog.models import TreatmentSession

SESSION = {"started_at": "2026-03-12T19:00:00+01:00", "modality": "other", "minutes": 5}


def test_the_account_is_told_who_it_is(alice: User, as_alice: APIClient) -> None:
    assert as_alice.get("/api/v1/me/").json()["id"] == str(alice.pk)


def test_what_names_the_account_that_is_signed_in_is_taken(alice: User, as_alice: APIClient) -> None:
    sent = as_alice.post("/api/v1/sessions/", SESSION, headers={"X-Likeness-Account": str(alice.pk)})
    assert sent.status_code == 201


@pytest.mark.parametrize("named", ["bob", "nobody"])
def test_what_names_another_account_is_nobodys(as_alice: APIClient, bob: User, named: str) -> None:
    key = str(bob.pk) if named == "bob" else str(uuid.uuid4())
    sent = as_alice.post("/api/v1/sessions/", SESSION, headers={"X-Likeness-Account": key})
    assert (sent.status_code, sent.json()["code"]) == (401, "not_authenticated")
    assert not TreatmentSession.objects.exists()


def test_a_name_signs_nobody_in(alice: User) -> None:
    answer = APIClient().get("/api/v1/me/", headers={"X-Likeness-Account": str(alice.pk)})
    assert answer.status_code == 401
