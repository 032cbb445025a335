"""What a phone on a poor line waits for comes compressed."""

import re
import urllib.request

from tests.running import RunningApp

# As frontend/tests/contract/build.test.ts has it, in kilobytes of 1000 bytes.
FIRST_SCRIPTS_KB = 70


def fetched(address: str, accepted: str) -> tuple[str, bytes]:
    """The encoding and the bytes as they come over the wire."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": accepted})  # noqa: S310 (our own)
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer.headers.get("Content-Encoding", ""), answer.read()


def test_scripts_and_styles_come_compressed(app: RunningApp) -> None:
    page = urllib.request.urlopen(f"{app.origin}/").read().decode()  # noqa: S310
    scripts = sorted(set(re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', page)))
    styles = sorted(set(re.findall(r'href="(/assets/[^"]+\.css)"', page)))
    assert len(scripts) > 5
    assert styles
    over_the_wire = 0
    for path in [*scripts, *styles, "/sw.js"]:
        plain = fetched(app.origin + path, "identity")[1]
        # As browsers ask over http, and over https.
        sent = {expected: fetched(app.origin + path, f"deflate, {expected}") for expected in ("gzip", "br")}
        for expected, (encoding, content) in sent.items():
            # Some are so small that they would grow.
            assert encoding == expected or len(plain) < 1000, path
            assert not encoding or len(content) < len(plain)
        over_the_wire += len(sent["br"][1]) if path in scripts else 0
    assert over_the_wire < FIRST_SCRIPTS_KB * 1000
