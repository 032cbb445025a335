"""Which files are in a record already: asked before they are sent."""

import hashlib
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.conftest import Upload, as_jpeg, astronaut

OTHER = hashlib.sha256(b"another file").hexdigest()


def address(client: APIClient) -> str:
    return f"/api/v1/subjects/{client.get('/api/v1/me/').json()['subjects'][0]['id']}/known-photos/"


def ask(client: APIClient, *hashes: str) -> Any:
    return client.post(address(client), {"sha256": list(hashes)}, format="json")


def test_a_file_that_is_there_is_named_with_its_photo(as_alice: APIClient, upload: Upload, portrait: bytes) -> None:
    photo = upload(as_alice).json()
    mine = hashlib.sha256(portrait).hexdigest()
    assert ask(as_alice, mine, OTHER).json() == [{"sha256": mine, "id": photo["id"]}]


def test_another_persons_file_is_not_known(
    as_alice: APIClient, as_bob: APIClient, upload: Upload, portrait: bytes
) -> None:
    upload(as_alice)
    mine = hashlib.sha256(portrait).hexdigest()
    assert ask(as_bob, mine).json() == []
    assert as_bob.post(address(as_alice), {"sha256": [mine]}, format="json").status_code == 404


def test_what_is_no_hash_is_refused(as_alice: APIClient) -> None:
    for hashes in ([], ["short"], ["G" * 64], [OTHER] * 201):
        assert ask(as_alice, *hashes).status_code == 400


def test_many_hashes_cost_as_many_queries_as_one(as_alice: APIClient, upload: Upload) -> None:
    files = [as_jpeg(astronaut().rotate(number)) for number in range(3)]
    for file in files:
        assert upload(as_alice, content=file).status_code == 201
    hashes = [hashlib.sha256(file).hexdigest() for file in files]
    where = address(as_alice)
    counts = []
    for asked in (hashes[:1], hashes):
        with CaptureQueriesContext(connection) as context:
            assert len(as_alice.post(where, {"sha256": asked}, format="json").json()) == len(asked)
        counts.append(len(context))
    assert counts[0] == counts[1] <= 5
