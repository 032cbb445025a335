"""``DATABASE_URL``: what it may say, and what is said where it cannot be used."""

import importlib.util
from typing import Any

import pytest

from backend.common.database_url import read_database_url


@pytest.fixture(autouse=True)
def with_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is installed decides one test here, and no other."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://anna:s%40cret%2F@db.example:5433/likeness",
            {"USER": "anna", "PASSWORD": "s@cret/", "HOST": "db.example", "PORT": "5433", "NAME": "likeness"},
        ),
        ("postgres://db/likeness", {"USER": "", "PASSWORD": "", "HOST": "db", "PORT": "", "NAME": "likeness"}),
        ("postgresql:///likeness?host=/run/pg", {"HOST": "/run/pg", "NAME": "likeness", "OPTIONS": {}}),
        ("postgresql://db/l?sslmode=verify-full", {"HOST": "db", "OPTIONS": {"sslmode": "verify-full"}}),
        ("postgresql://[::1]:5432/l", {"HOST": "::1", "PORT": "5432"}),
    ],
)
def test_an_address_is_taken_apart(url: str, expected: dict[str, Any]) -> None:
    found = read_database_url(url)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:hidden@db/likeness", "starts with 'mysql'"),
        ("sqlite:///x.db", "leave it out"),
        ("likeness", "no scheme"),
        ("postgresql://u:hidden@db", "names no database"),
        ("postgresql://u:hidden@db/a/b", "names no database"),
        ("postgresql://u:hidden@db:port/likeness", "cannot be read"),
        ("postgresql://u:hidden@[db/likeness", "cannot be read"),
        ("postgresql://u:hidden@db/likeness?sslmod=require", "sslmod"),
    ],
)
def test_what_cannot_be_used_is_said_without_the_password(url: str, words: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as caught:
        read_database_url(url)
    assert words in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_without_psycopg_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"psycopg\[binary\]"):
        read_database_url("postgresql://db/likeness")
