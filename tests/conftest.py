"""What every test may lean on: three accounts, a store of its own, photos that a package ships."""

import io
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from PIL import Image
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.jobs.models import Job, JobState
from backend.jobs.processing import claim, run
from backend.jobs.registry import load_handlers
from tests.ml.pictures import portrait as portrait_pixels

PASSWORD = "correct horse battery"

# A busy machine is no defect: timings belong in the benchmarks.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the keys that all tests share, whatever outlives one of them."""
    folder = tmp_path_factory.mktemp("keys")
    own = {"KEYSET_FILE": folder / "keyset.json", "MASTER_KEY_FILE": folder / "master_key"}
    with override_settings(**own, MASTER_KEY="", KEY_PROGRAM=None):
        yield folder


@pytest.fixture(autouse=True)
def private_store(settings: Any, tmp_path: Path) -> None:
    """No test writes into the data folder of whoever runs it, and none counts against another's throttle."""
    settings.WORKSHOP_DIR = None
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def make_user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD)


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie")


def signed_in_as(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def as_alice(alice: User) -> APIClient:
    return signed_in_as(alice)


@pytest.fixture
def as_bob(bob: User) -> APIClient:
    return signed_in_as(bob)


@pytest.fixture
def as_charlie(charlie: User) -> APIClient:
    return signed_in_as(charlie)


def astronaut() -> Image.Image:
    """The public-domain portrait in scikit-image's package, 512 × 512."""
    return Image.fromarray(portrait_pixels())


def as_jpeg(image: Image.Image, *, taken: str | None = None, offset: str | None = None, quality: int = 90) -> bytes:
    """JPEG bytes with the given EXIF DateTimeOriginal and OffsetTimeOriginal."""
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    if taken:
        details[0x9003] = taken
    if offset:
        details[0x9011] = offset
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, exif=exif)
    return target.getvalue()


def photo_json(client: APIClient, photo_id: str) -> Any:
    return client.get(f"/api/v1/photos/{photo_id}/").json()


def picture(client: APIClient, photo: Any, spec: str) -> Image.Image:
    """A rendition of a photo's JSON, as it is served."""
    url = next(item["url"] for item in photo["renditions"] if item["spec"] == spec)
    return Image.open(io.BytesIO(b"".join(client.get(url).streaming_content)))  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def portrait() -> bytes:
    """A photo of one face, with its date and offset in EXIF."""
    return as_jpeg(astronaut(), taken="2026:03:12 08:30:00", offset="+01:00")


@pytest.fixture(scope="session")
def portraits() -> list[bytes]:
    """Six photos of one face on six days, all different files."""
    image = astronaut()
    return [
        as_jpeg(image, taken=f"2026:03:{day:02} 08:30:00", offset="+01:00", quality=90 - day) for day in range(1, 7)
    ]


Upload = Callable[..., Any]
RunJobs = Callable[[], int]


@pytest.fixture
def upload(portrait: bytes) -> Upload:
    """Post a photo through the API: ``upload(client, content, name=…, id=…, view=…)``."""

    def post(client: APIClient, content: bytes | None = None, *, name: str = "photo.jpg", **fields: Any) -> Any:
        file = SimpleUploadedFile(name, portrait if content is None else content)
        form = {"id": str(uuid.uuid4()), "view": "frontal", "file": file, **fields}
        return client.post("/api/v1/photos/", form, format="multipart")

    return post


def work_off_queue(*, background: bool = False) -> int:
    """Run what is queued and due, in this process, as the worker would; returns how many jobs ran.

    Without ``background``, what nobody waits for (measuring takes a second a photo) is left in the queue.
    """
    load_handlers()
    count = 0
    while (background or _is_waited_for()) and (claimed := claim()):
        run(*claimed)
        count += 1
    return count


def _is_waited_for() -> bool:
    now = timezone.now()
    due = Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(due, background=False).exists()


@pytest.fixture
def run_jobs(db: None) -> RunJobs:
    return work_off_queue


@pytest.fixture
def run_all_jobs(db: None) -> RunJobs:
    """With what runs in the background."""
    return partial(work_off_queue, background=True)
