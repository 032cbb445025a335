"""The browser tests' Chromium: found, or asked for by its package's name; never skipped in silence."""

import os
from pathlib import Path

import pytest

from backend.common import chromium


@pytest.fixture(autouse=True)
def machine_without_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("LIKENESS_CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def make_browser(path: Path, exit_code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def test_without_one_the_package_is_named() -> None:
    assert chromium.find_chromium() is None
    with pytest.raises(chromium.ChromiumMissing, match="apt-get install chromium"):
        chromium.find_or_install_chromium(print)


def test_one_on_the_path_is_found(tmp_path: Path) -> None:
    browser = make_browser(tmp_path / "chromium")
    assert chromium.find_or_install_chromium(print) == browser


def test_one_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    make_browser(tmp_path / "chromium-browser", exit_code=1)
    own = make_browser(tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux/chrome")
    assert chromium.find_chromium() == own


def test_a_named_one_must_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(chromium.ChromiumMissing, match="LIKENESS_CHROMIUM"):
        chromium.find_chromium()
    browser = make_browser(tmp_path / "mine")
    monkeypatch.setenv("LIKENESS_CHROMIUM", str(browser))
    assert chromium.find_chromium() == browser


def test_root_on_debian_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    apt = make_browser(tmp_path / "apt-get")
    apt.write_text(
        f"#!/bin/sh\necho $* >> {tmp_path}/asked\n"
        f"[ $2 = update ] || {{ echo '#!/bin/sh' > {tmp_path}/chromium; /bin/chmod +x {tmp_path}/chromium; }}\n"
    )
    assert chromium.find_or_install_chromium(print) == tmp_path / "chromium"
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == "-q update"
    assert "chromium" in asked[1]
