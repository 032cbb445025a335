"""One word per thing in the code; no praise, verdict or claim in what people read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.files import name_of, sources

# A module called so could hold anything.
NOT_MODULES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "data", "thumbnail", "thumbnails"}
# Each has its own word: rendition, landmarks.
NOT_IDENTIFIERS = {"thumbnail", "thumbnails", "kps", "lmk", "lmks", "util", "utils", "helper", "helpers"}
NEVER_SAID = re.compile(
    r"\b(better|worse|younger|improv\w+|wrinkl\w+|attractive\w*|symmetric\w*|prove[sdn]?|thanks to|beauti\w+"
    r"|flawless|rejuvenat\w+|anti-?age?ing|cures?|wow)\b",
    re.IGNORECASE,
)


def words_of(identifier: str) -> set[str]:
    """The words inside snake_case, camelCase and PascalCase."""
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", identifier).lower()
    return set(parts.split("_"))


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Names that this module gives, not those it uses of others."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def said_to_people(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Text constants that are no docstrings, with their lines."""
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_module_is_named_for_nothing() -> None:
    named = [name_of(path) for path in sources(".py", ".ts", ".svelte", ".css") if words_of(path.stem) & NOT_MODULES]
    assert not named


def test_python_uses_the_words_of_the_architecture() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in sources(".py")
        if not path.is_relative_to(Path(__file__).parent)
        for name in identifiers(parsed(path))
        if words_of(name) & NOT_IDENTIFIERS
    ]
    assert not found


def test_the_front_end_uses_the_words_of_the_architecture() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in sources(".ts", ".svelte", ".css", under="frontend/src")
        for name in re.findall(r"[A-Za-z_]\w+", path.read_text(encoding="utf-8"))
        if words_of(name) & {"thumbnail", "thumbnails", "kps", "lmk", "lmks"}
    ]
    assert not found


def test_the_catalogues_make_no_claim_and_pass_no_judgement() -> None:
    words = sources(".ts", ".json", under="frontend/src/i18n")
    catalogues = [path for path in words if not path.name.endswith(".test.ts")]
    assert catalogues, "the catalogue of words is not where it was"
    found = [
        f"{name_of(path)}:{number}: {match[0]}"
        for path in catalogues
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not line.lstrip().startswith(("//", "*", "/*")) and (match := NEVER_SAID.search(line))
    ]
    assert not found


def test_the_backend_makes_no_claim_and_passes_no_judgement() -> None:
    found = [
        f"{name_of(path)}:{line}: {match[0]}"
        for path in [*sources(".py", under="backend"), *sources(".py", under="ml")]
        for line, text in said_to_people(parsed(path))
        if (match := NEVER_SAID.search(text))
    ]
    assert not found


@pytest.mark.parametrize("text", ["Looks better", "skin improvement", "This proves it", "Thanks to your device"])
def test_the_pattern_finds_what_is_never_said(text: str) -> None:
    assert NEVER_SAID.search(text)


@pytest.mark.parametrize("text", ["Comparable.", "an improbable date", "Turn the head to the left", "approved"])
def test_the_pattern_leaves_other_words_alone(text: str) -> None:
    assert not NEVER_SAID.search(text)
