"""What the bootstrap decides, told by plain values."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from backend.common import bootstrap
from backend.common.machine import Machine, why_no_venv, why_unsupported
from backend.common.pip_progress import PipProgress

ROOT = Path(__file__).resolve().parents[2]
LINUX = Machine("Linux", "x86_64", "2.36", "CPython", 64, is_free_threaded=False)


@pytest.mark.parametrize(
    "machine",
    [
        LINUX,
        replace(LINUX, libc="2.28"),
        replace(LINUX, libc="2.100"),
        replace(LINUX, system="Darwin", processor="arm64", libc=""),
        replace(LINUX, system="Windows", processor="AMD64", libc=""),
    ],
)
def test_the_machines_of_the_lock_are_welcome(machine: Machine) -> None:
    assert why_unsupported(machine) is None


@pytest.mark.parametrize(
    ("machine", "named"),
    [
        (replace(LINUX, processor="aarch64"), "Linux on aarch64"),
        (replace(LINUX, processor="riscv64"), "Linux on riscv64"),
        (replace(LINUX, system="Darwin", processor="x86_64"), "built for arm64"),
        (replace(LINUX, system="Windows", processor="ARM64"), "Windows on ARM64"),
        (replace(LINUX, system="FreeBSD", processor="amd64"), "FreeBSD on amd64"),
        (replace(LINUX, libc=""), "musl"),
        (replace(LINUX, libc="2.17"), "this machine has 2.17"),
        (replace(LINUX, implementation="PyPy"), "this is PyPy"),
        (replace(LINUX, is_free_threaded=True), "free-threaded"),
        (replace(LINUX, bits=32), "32 bits"),
    ],
)
def test_another_machine_is_named_before_anything_is_installed(machine: Machine, named: str) -> None:
    words = why_unsupported(machine)
    assert words is not None
    assert named in words
    assert "Nothing was installed" in words


def test_a_missing_venv_names_its_package() -> None:
    assert why_no_venv(has_ensurepip=True, version=(3, 12), has_apt=True) is None
    words = why_no_venv(has_ensurepip=False, version=(3, 12), has_apt=True)
    assert words is not None
    assert "apt-get install python3.12-venv" in words


def test_a_stamp_grants_only_what_it_names() -> None:
    product = bootstrap.wanted_stamp([bootstrap.LOCK])
    everything = bootstrap.wanted_stamp([bootstrap.LOCK, bootstrap.TEST_LOCK])
    assert bootstrap.is_current(everything, product)
    assert not bootstrap.is_current(product, everything)
    assert not bootstrap.is_current({}, product)
    for name in product:
        assert not bootstrap.is_current(product | {name: "another"}, product)


def test_the_entry_can_be_read_by_a_python_that_is_too_old() -> None:
    ast.parse((ROOT / "manage.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was locked"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for mediapipe==0.10.31", "no file for this machine"),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken\n"
            "ERROR: No matching distribution found for absl-py==2.5.1",
            "Is the network up?",
        ),
    ],
)
def test_a_failed_install_says_what_to_do(tmp_path: Path, said: str, advice: str) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("")
    progress = PipProgress(lock)
    for line in said.splitlines():
        progress.read(line)
    assert advice in progress.explain()
    assert said in progress.explain()


def test_progress_counts_packages_and_names_long_downloads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1 \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\n")
    progress = PipProgress(lock)
    progress.is_terminal = True
    progress.read("Collecting a==1")
    progress.read("  Downloading a-1-py3-none-any.whl (61.5 MB)")
    progress.close(whole=True)
    shown = capsys.readouterr().err
    assert "package 1 of about 2: a" in shown
    assert "downloading a (61.5 MB)" in shown
