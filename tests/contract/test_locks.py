"""The lock files are whole, name every dependency, and name no registry."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def locked(name: str) -> list[tuple[str, str, str]]:
    """(package, version, the rest of its entry: marker and hashes); one package may differ by Python version."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [(canonicalize_name(match["name"]), match["version"], match["rest"]) for match in LOCKED.finditer(text)]


def versions(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version, _ in locked(name):
        found.setdefault(package, set()).add(version)
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_python_lock_names_no_registry_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^--|^-[ef]\b| @ ", text, re.MULTILINE)
    packages = locked(name)
    assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    assert not [package for package, _, rest in packages if "--hash=sha256:" not in rest]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.lock", PYPROJECT["project"]["dependencies"]),
        ("requirements-test.lock", PYPROJECT["dependency-groups"]["test"]),
    ],
)
def test_every_stated_dependency_is_locked_in_its_range(name: str, wanted: list[str]) -> None:
    packages = versions(name)
    for requirement in map(Requirement, wanted):
        found = packages.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in {name}: make the lock again"
        assert all(map(requirement.specifier.contains, found)), f"{requirement} is locked at {found}"


def test_the_two_locks_agree() -> None:
    product, tests = versions("requirements.lock"), versions("requirements-test.lock")
    shared = product.keys() & tests.keys()
    assert {name: product[name] for name in shared} == {name: tests[name] for name in shared}


def package_lock() -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    return lock


def test_the_front_end_lock_names_no_registry_and_hashes_everything() -> None:
    packages = {name: entry for name, entry in package_lock()["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")]


def test_the_front_end_lock_is_that_of_package_json() -> None:
    stated = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    root = package_lock()["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root.get(kind, {}) == stated.get(kind, {})
    # A range would let the next `npm install` pick another version than the one that was measured.
    for name, version in (stated.get("dependencies", {}) | stated.get("devDependencies", {})).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name}: {version} is no exact version"
