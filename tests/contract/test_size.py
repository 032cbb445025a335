"""A module fits in a head: 300 lines are the aim, 500 the wall."""

import pytest

from tests.contract.files import name_of, sources

SOFT_CAP, HARD_CAP = 300, 500


def test_no_module_is_longer_than_the_hard_cap(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources(".py", ".ts", ".svelte", ".css", ".mjs", ".js")
        if "/migrations/" not in name_of(path)
    }
    assert lengths, "no source file was found"
    with capsys.disabled():
        for name, length in sorted(lengths.items()):
            if SOFT_CAP < length <= HARD_CAP:
                print(f"\n  longer than {SOFT_CAP} lines: {name} ({length})", end="")
    too_long = {name: length for name, length in lengths.items() if length > HARD_CAP}
    assert not too_long, f"split by what each part is about: {too_long}"
