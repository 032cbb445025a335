"""``DATABASE_URL``: another database than the file beside the photos."""

import importlib.util
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE = "postgresql://user:password@host:5432/likeness"
SCHEMES = {"postgres", "postgresql"}
# What libpq takes in an address and a server here may need; a misspelt one should not pass in silence.
OPTIONS = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "options"}


def read_database_url(url: str) -> dict[str, Any]:
    """Django's settings of the PostgreSQL database that ``url`` names. A socket's folder stands as ``?host=/folder``.

    Raises ValueError with what is wrong and what to do; a password is never part of it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise ValueError(f"DATABASE_URL cannot be read. Write it like {EXAMPLE}.") from problem
    if parts.scheme not in SCHEMES:
        raise ValueError(
            f"DATABASE_URL starts with {parts.scheme or 'no scheme'!r}. Write it like {EXAMPLE}, "
            "or leave it out: the database is then a file in the data folder."
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - OPTIONS):
        raise ValueError(f"DATABASE_URL has an option that is not known here: {', '.join(unknown)}.")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ValueError(f"DATABASE_URL names no database. Write it like {EXAMPLE}.")
    if importlib.util.find_spec("psycopg") is None:
        raise ValueError(
            "DATABASE_URL names a PostgreSQL server, and psycopg, which speaks to one, is not installed. "
            "Install it beside Likeness: .venv/bin/python -m pip install 'psycopg[binary]>=3.2,<3.4'"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        # A server may be started anew behind a kept connection.
        "CONN_HEALTH_CHECKS": True,
    }
