"""One message to one push service: by the standard library, with time limits, and never further than asked."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from enum import Enum

from backend.reminders.endpoints import Endpoint, Unreachable, public_address, read_endpoint

SECONDS = 10.0


class Outcome(Enum):
    """What a push service said."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """``wait_seconds``: how long the service asks to be left alone; 0 where it doesn't say."""

    outcome: Outcome
    wait_seconds: int = 0


def deliver(url: str, *, body: bytes, headers: dict[str, str]) -> Answer:
    """Post ``body``. A redirect is refused, and of an answer only status and ``Retry-After`` are read.

    What has no answer (no network, no such host, a private address) is for later. Raises ValueError for an endpoint
    that may not be posted to at all.
    """
    endpoint = read_endpoint(url)
    try:
        connection = _connection(endpoint, public_address(endpoint))
        try:
            connection.request("POST", endpoint.path, body=body, headers=headers)
            answer = connection.getresponse()
            return Answer(_outcome(answer.status), _seconds(answer.headers.get("Retry-After")))
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, Unreachable):
        return Answer(Outcome.LATER)


def _connection(endpoint: Endpoint, address: str) -> http.client.HTTPConnection:
    """Connected to ``address``; certificate and ``Host`` are those of the endpoint's name."""
    plain = socket.create_connection((address, endpoint.port), timeout=SECONDS)
    if endpoint.scheme == "http":
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=SECONDS)
        connection.sock = plain
        return connection
    try:
        secure = ssl.create_default_context().wrap_socket(plain, server_hostname=endpoint.host)
    except OSError:
        plain.close()
        raise
    connection = http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=SECONDS)
    connection.sock = secure
    return connection


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.TAKEN
    if status in {404, 410}:
        return Outcome.GONE
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.REFUSED


def _seconds(text: str | None) -> int:
    """The form in seconds; a date is as good as nothing said."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
