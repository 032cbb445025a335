"""A phone that trusts the authority of `up --lan` has what plain http denies it: a camera and the offline app."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Error, Playwright

from backend.common.chromium import HOW_TO_INSTALL, find_chromium
from tests.e2e.conftest import FLAGS
from tests.processes.test_lan import ADDRESS, LanApp

CERTUTIL = shutil.which("certutil")
pytestmark = pytest.mark.skipif(
    CERTUTIL is None,
    reason="needs certutil (Debian: apt-get install libnss3-tools), by which Chromium comes to trust an authority",
)
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
IS_SECURE = "() => window.isSecureContext"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanApp]:
    with LanApp(tmp_path_factory.mktemp("lan")) as running:
        yield running


def open_browser(chromium: BrowserType, home: Path) -> Browser:
    """A Chromium of its own home, where its trusted authorities lie; other hosts than the app's stay out of reach."""
    path = find_chromium()
    assert path, HOW_TO_INSTALL
    flags = [*FLAGS[:-1], f"{FLAGS[-1]} , EXCLUDE {ADDRESS}", *CAMERA]
    return chromium.launch(executable_path=path, args=flags, env={**os.environ, "HOME": str(home)})


def trust(home: Path, certificate: Path) -> None:
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for step in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "likeness", "-i", str(certificate)]):
        subprocess.run([str(CERTUTIL), "-d", f"sql:{store}", *step], check=True, timeout=60)


def test_camera_and_offline_app_are_there_once_the_authority_is_trusted(
    playwright: Playwright, app: LanApp, tmp_path: Path
) -> None:
    stranger = open_browser(playwright.chromium, tmp_path / "stranger")
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        stranger.new_page().goto(app.origin)
    stranger.close()

    trust(tmp_path / "trusting", app.certificates / "authority.crt")
    browser = open_browser(playwright.chromium, tmp_path / "trusting")
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, permissions=["camera"])
    page = context.new_page()
    page.goto(app.origin)
    assert page.evaluate(IS_SECURE)
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    size = page.evaluate(
        """async () => {
            const stream = await navigator.mediaDevices.getUserMedia({ video: true });
            const { width, height } = stream.getVideoTracks()[0].getSettings();
            stream.getTracks().forEach((track) => track.stop());
            return [width, height];
        }"""
    )
    assert min(size) > 0
    assert page.evaluate("async () => (await crypto.subtle.digest('SHA-256', new Uint8Array(1))).byteLength") == 32

    # The page of the certificate is plain http: there is nothing of the kind, and it must still be reachable.
    page.goto(app.page)
    assert not page.evaluate(IS_SECURE)
    assert page.get_by_role("link", name="Get the certificate").is_visible()
    page.screenshot(path=tmp_path / "page.png")
    browser.close()
