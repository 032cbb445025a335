"""What tests of photos share."""

import pytest

from tests.backend.pieces import AtOnce


@pytest.fixture
def commits_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.photos.receivers.transaction", AtOnce)
