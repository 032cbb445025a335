"""Promise 2, with real processes: `up` speaks to nobody but this machine while a photo goes its whole way."""

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.benchmarks.upload_to_aligned import make_photo
from tests.phone import Phone
from tests.running import RunningApp

# mediapipe lines that report usage do so a minute after their start.
SECONDS_TO_LISTEN = 70

ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"|inet6_addr\("([^"]+)"')
LOOPBACK = re.compile(r"^(127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$)")


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace (Debian: apt-get install strace), which records connections"
)
def test_no_connection_but_to_loopback(tmp_path: Path) -> None:
    record = tmp_path / "network.txt"
    strace = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(record)]
    with RunningApp(tmp_path, before=strace) as app:
        phone = Phone(app.origin)
        started = time.monotonic()
        photo = phone.wait_for(phone.upload(make_photo(0)), seconds=120)
        assert photo["state"] == "aligned"
        for rendition in photo["renditions"]:
            phone.get(rendition["url"])
        phone.get("/api/v1/timeline/")
        time.sleep(max(0.0, SECONDS_TO_LISTEN - (time.monotonic() - started)))
    calls = record.read_text(encoding="utf-8", errors="replace").splitlines()
    # The nudge to the worker proves that the recorder sees what processes send.
    assert any("AF_UNIX" in call for call in calls)
    assert foreign_calls(calls) == []


def foreign_calls(calls: list[str]) -> list[str]:
    """Calls that name an address off this machine."""
    return [
        call for call in calls if any(not LOOPBACK.match(next(filter(None, found))) for found in ADDRESS.findall(call))
    ]


def test_a_foreign_address_would_be_seen() -> None:
    """The filter above finds what it is there to find."""
    loopback = 'connect(3, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
    foreign = [
        'connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = -1',
        'sendto(5, "q", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("198.51.100.1")}, 16) = 1',
        'connect(3, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}) = -1',
    ]
    assert foreign_calls([loopback, *foreign]) == foreign
