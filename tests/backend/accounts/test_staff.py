"""Who runs the machine: made so in its terminal, by nobody through the web."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from backend.accounts.models import User

SIGN = "/_allauth/browser/v1/auth"
PASSWORD = "a long enough secret"


def staff(*arguments: str) -> str:
    out = io.StringIO()
    call_command("staff", *arguments, stdout=out)
    return out.getvalue()


def test_an_account_is_made_so_and_no_longer(alice: User, bob: User) -> None:
    staff("ALICE@example.org")
    assert [user.email for user in User.objects.filter(is_staff=True)] == [alice.email]
    assert staff() == "alice@example.org\n"
    staff(alice.email, "--end")
    assert not User.objects.filter(is_staff=True).exists()


@pytest.mark.django_db
def test_an_unknown_address_is_refused() -> None:
    with pytest.raises(CommandError, match="No account"):
        staff("nobody@example.org")


@pytest.mark.django_db
def test_an_account_from_the_terminal_signs_in_and_becomes_staff_only_when_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With sign-up closed, createsuperuser makes every account: it must not make each of them staff."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--email", "Olga@Example.org", stdout=io.StringIO())
    olga = APIClient()
    assert olga.post(f"{SIGN}/login", {"email": "olga@example.org", "password": PASSWORD}).status_code == 200
    assert [one["is_self"] for one in olga.get("/api/v1/me/").json()["subjects"]] == [True]
    assert olga.get("/operations/queue").status_code == 404
    staff("olga@example.org")
    assert olga.get("/operations/queue").status_code == 200


def test_nobody_makes_themselves_staff_through_the_web(as_bob: APIClient) -> None:
    wish: dict[str, Any] = {"is_staff": True, "is_superuser": True}
    eve = {"email": "eve@example.org", "password": PASSWORD, **wish}
    assert APIClient().post(f"{SIGN}/signup", eve).status_code == 200
    for method in ("put", "patch", "post"):
        getattr(as_bob, method)("/api/v1/me/", wish)
    record = as_bob.get("/api/v1/me/").json()["subjects"][0]["id"]
    as_bob.patch(f"/api/v1/subjects/{record}/", {"display_name": "Bob", **wish})
    assert User.objects.count() == 2
    assert not User.objects.filter(is_staff=True).exists()
    assert not User.objects.filter(is_superuser=True).exists()
