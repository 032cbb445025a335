"""No line of the log holds the token of a link."""

import logging
from typing import Any

import pytest
from django.conf import settings

from backend.common.logs import WithoutTokens
from backend.common.tokens import new_token


@pytest.mark.parametrize("path", ["/s/{}/film", "/c/{}", "/claim/{}", "/invite/{}", "/api/v1/claims/by-token/{}/"])
def test_a_token_is_left_out(path: str) -> None:
    token, _ = new_token()
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (path.format(token),), None)
    assert WithoutTokens().filter(record)
    assert token not in record.getMessage()
    assert record.getMessage().startswith("Gone: /")


def test_other_lines_stay_as_they_are() -> None:
    told = "photo 45f56253-bf63-4471-a6c9-b2bd835b2303: aligned"
    record = logging.LogRecord("backend", logging.INFO, "", 0, "%s", (told,), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == told


def test_every_handler_has_it() -> None:
    logging_settings: Any = settings.LOGGING
    handlers = logging_settings["handlers"]
    assert all("no_tokens" in handler["filters"] for handler in handlers.values())
