"""`manage.py up` on the real product: what it says, when it starts, when it stops, when it cannot."""

import http.client
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import RunningApp, free_port

ROOT = Path(__file__).resolve().parents[2]


def up(folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """``up`` where it is expected to refuse."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "manage.py", "up", "--no-build", *arguments],
        cwd=ROOT,
        env=kept | {"LIKENESS_DATA": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_starts_says_where_and_stops_cleanly(tmp_path: Path) -> None:
    with RunningApp(tmp_path) as app:
        connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=10)
        connection.request("GET", "/api/v1/me/")
        assert connection.getresponse().status == 401
        connection.close()
        said = app.log.read_text(encoding="utf-8")
        assert f"Likeness is running: {app.origin}/" in said
        assert "Nobody has an account yet: open the address" in said

        second = up(tmp_path / "other", "--port", str(app.port))
        assert second.returncode == 1
        assert f"Port {app.port} on 127.0.0.1 is in use" in second.stderr
        assert f"--port {app.port + 1}" in second.stderr

    assert app.process.returncode == 0
    assert app.log.read_text(encoding="utf-8").rstrip().endswith("Stopped.")
    with socket.socket() as free_again:
        free_again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free_again.bind(("127.0.0.1", app.port))


def test_closed_sign_up_names_the_other_way_to_a_first_account(tmp_path: Path) -> None:
    with RunningApp(tmp_path, LIKENESS_SIGNUP="closed") as app:
        assert "manage.py createsuperuser" in app.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "70000"], "a port lies between 1 and 65535"),
        (["--host", "203.0.113.7"], "Cannot listen on 203.0.113.7"),
        (["--host", "no-such-host.invalid"], "not an address of this machine"),
    ],
)
def test_an_address_that_cannot_be_had_is_said(tmp_path: Path, arguments: list[str], words: str) -> None:
    answer = up(tmp_path, *arguments)
    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    # A file in the folder's place: root could write into any folder, whatever its mode.
    (tmp_path / "file").write_text("")
    answer = up(tmp_path / "file" / "data", "--port", str(free_port()))
    assert answer.returncode == 1
    assert "Cannot write to" in answer.stderr
    assert "LIKENESS_DATA" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_wrong_setting_is_said(tmp_path: Path) -> None:
    answer = up(tmp_path, "--port", str(free_port()), LIKENESS_SIGNUP="maybe")
    assert answer.returncode == 1
    assert "LIKENESS_SIGNUP is 'maybe'" in answer.stderr
    assert "Traceback" not in answer.stderr
