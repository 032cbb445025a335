"""Withdrawal against a real server: a held connection's next request is refused, a slow reader is cut off."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Self

import pytest
from django.core.files.base import ContentFile

from tests.conftest import as_jpeg, astronaut
from tests.phone import Phone
from tests.running import ROOT, RunningApp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="stands for the server people run it on"),
]

# More than the buffers of two sockets hold, so that most of it is still to be read when the consent ends.
FILM_BYTES = 96 * 1024 * 1024
AGREE = """
import django; django.setup()
from backend.subjects.models import Subject
from tests.backend.sharing.conftest import agree
print(agree(Subject.objects.get()).pk)
"""
WITHDRAW = """
import django; django.setup()
from backend.consent.models import ConsentRecord, State
from tests.backend.sharing.conftest import add_event
add_event(ConsentRecord.objects.get(), State.WITHDRAWN)
"""


SET_PASSPHRASE = """
import django; django.setup()
from django.contrib.auth.hashers import make_password
from backend.sharing.models import ShareGrant
ShareGrant.objects.update(passphrase_hash=make_password("a harbour in autumn"))
"""
COUNT_GUESSES = """
import django; django.setup()
from backend.sharing.models import ShareAccess, ShareGrant
print(ShareGrant.objects.get().failed_passphrases, ShareAccess.objects.filter(event="failed_passphrase").count())
"""


class Looker:
    """Somebody with the link: one connection that is kept, and the cookie that the page set."""

    def __init__(self, app: RunningApp, path: str) -> None:
        self.path = path
        self.connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
        self.cookie = ""
        status, _, headers = self.get("")
        assert status == 200
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def get(self, route: str) -> tuple[int, bytes, Any]:
        self.connection.request("GET", self.path + route, headers={"Cookie": self.cookie} if self.cookie else {})
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[tuple[RunningApp, str]]:
    with RunningApp(tmp_path) as app:
        phone = Phone(app.origin)
        image = astronaut()
        files = [as_jpeg(image, taken=f"2026:03:{day:02} 08:30:00", quality=90 - day) for day in (1, 12)]
        photos = [phone.wait_for(phone.upload(content), seconds=120) for content in files]
        consent = run_python(tmp_path, AGREE)
        body = {
            "id": str(uuid.uuid4()),
            "subject": photos[0]["subject"],
            "consent": consent,
            "recipient_label": "Dr. Ahlm",
            "pairs": [{"before": photos[0]["id"], "after": photos[1]["id"]}],
            "include_film": True,
        }
        made = phone.post("/api/v1/shares/", json.dumps(body).encode(), "application/json")
        deadline = time.monotonic() + 60
        while json.loads(phone.get(f"/api/v1/shares/{body['id']}/"))["status"] == "preparing":
            assert time.monotonic() < deadline, "its pictures are not made"
            time.sleep(0.1)
        # With the origin that the app is told, which is not where this test runs it.
        yield app, f"/s/{made['link'].rsplit('/', 1)[1]}/"


def run_python(folder: Path, code: str) -> str:
    environment = {**os.environ, "LIKENESS_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def locked_by_passphrase(shared: tuple[RunningApp, str], tmp_path: Path) -> tuple[RunningApp, str]:
    run_python(tmp_path, SET_PASSPHRASE)
    return shared


def test_forty_guesses_from_eight_browsers_at_once_are_counted_each(
    locked_by_passphrase: tuple[RunningApp, str], tmp_path: Path
) -> None:
    app, path = locked_by_passphrase

    def guess_five_times(number: int) -> list[int]:
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = opener.open(app.origin + path).read().decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        statuses = []
        for _ in range(5):
            form = urllib.parse.urlencode({"passphrase": f"guess {number}", "csrfmiddlewaretoken": token}).encode()
            asked = urllib.request.Request(f"{app.origin}{path}unlock", form, {"Referer": app.origin + path})  # noqa: S310
            try:
                statuses.append(opener.open(asked).status)
            except urllib.error.HTTPError as problem:
                statuses.append(problem.code)
                problem.close()
        return statuses

    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        answers = [status for statuses in pool.map(guess_five_times, range(8)) for status in statuses]
    seconds = time.monotonic() - started
    assert set(answers) == {403}
    failed, looked_at = run_python(tmp_path, COUNT_GUESSES).split()
    # Three at once, and what the growing wait (5, 15, 45 s) let through meanwhile; counted before each was looked at.
    let_through = sum(seconds > wait for wait in (5, 5 + 15, 5 + 15 + 45))
    assert 3 <= int(looked_at) == int(failed) <= 3 + let_through


def test_the_next_request_of_a_held_connection_is_refused(shared: tuple[RunningApp, str], tmp_path: Path) -> None:
    app, path = shared
    with Looker(app, path) as looker:
        status, picture, _ = looker.get("pictures/1/before/aligned")
        assert (status, picture[:3]) == (200, b"\xff\xd8\xff")
        held = looker.connection.sock
        assert held is not None
        run_python(tmp_path, WITHDRAW)
        for route in ("pictures/1/after/aligned", "film", "data.json", ""):
            status, body, _ = looker.get(route)
            assert (status, b"Ahlm" in body) == (410, False)
        assert looker.connection.sock is held, "it was the same connection all along"


def test_a_slow_reader_of_the_film_is_cut_off(shared: tuple[RunningApp, str], tmp_path: Path) -> None:
    app, path = shared
    film = next((tmp_path / "data" / "media" / "shares").rglob("*.mp4"))
    with app.store() as store:
        # Longer than what a line and two buffers hold.
        store.save(str(film.relative_to(tmp_path / "data" / "media")), ContentFile(bytes(FILM_BYTES)))
    with Looker(app, path) as looker, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
        slow.settimeout(20)
        slow.connect(("127.0.0.1", app.port))
        asked = f"GET {path}film HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\nCookie: {looker.cookie}\r\n\r\n"
        slow.sendall(asked.encode())
        start = slow.recv(4096)
        assert start.startswith(b"HTTP/1.1 200")
        assert f"content-length: {FILM_BYTES}".encode() in start.lower()
        time.sleep(1)
        run_python(tmp_path, WITHDRAW)
        read = len(start)
        while True:
            try:
                part = slow.recv(256 * 1024)
            except ConnectionResetError:
                break
            if not part:
                break
            read += len(part)
        assert read < FILM_BYTES / 4
        assert looker.get("film")[0] == 410, "the server goes on answering others"
