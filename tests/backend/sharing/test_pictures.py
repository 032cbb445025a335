"""What is shown of a photo: made anew without metadata, as large as allowed, hidden as asked, marked."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from backend.jobs.services import enqueue
from backend.photos.models import Photo, Rendition
from backend.sharing import processing
from backend.sharing.models import GrantState, ShareGrant, SharePicture
from backend.sharing.processing.pictures import derive
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX
from ml.geometry import apply
from ml.types import Landmarks
from tests.backend.sharing.conftest import Share, Shared, World, body_of, opened
from tests.conftest import work_off_queue

PICTURES = [f"pictures/1/{which}/{kind}" for which in ("before", "after") for kind in ("aligned", "unaligned")]
# Of a file itself, of its pixels, and what every PDF and MP4 says of how it is built.
HARMLESS_GROUPS = {"SourceFile", "ExifTool", "File", "Composite", "JFIF", "PDF", "QuickTime"}
TELLING_TAGS = (
    "Author",
    "Make",
    "Model",
    "GPS",
    "Serial",
    "Owner",
    "Software",
    "Thumbnail",
    "PreviewImage",
    "Location",
)
COVER = 32


def fetched(shared: Shared, route: str) -> bytes:
    answer = opened(shared).get(shared.path + route)
    assert answer.status_code == 200
    return body_of(answer)


def pixels(shared: Shared, route: str) -> Any:
    return np.asarray(Image.open(io.BytesIO(fetched(shared, route))).convert("RGB")).astype(int)


def tags_of(path: Path) -> dict[str, Any]:
    tool = shutil.which("exiftool")
    assert tool, "install libimage-exiftool-perl"
    done = subprocess.run([tool, "-json", "-G0", "-a", "-u", str(path)], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found


def test_nothing_that_is_shared_carries_metadata(share: Share, tmp_path: Path) -> None:
    shared = share(include_film=True, allow_download=True)
    names = {**dict.fromkeys(PICTURES, ".jpg"), "film": ".mp4", "report.pdf": ".pdf"}
    for number, (route, suffix) in enumerate(names.items()):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(fetched(shared, route))
        tags = tags_of(path)
        groups = {name.split(":")[0] for name in tags}
        assert groups <= HARMLESS_GROUPS, (route, groups)
        told = [name for name, value in tags.items() if name.split(":")[-1].startswith(TELLING_TAGS) and value]
        assert not told, (route, told)


def test_the_check_itself_finds_what_an_original_carries(world: World, tmp_path: Path) -> None:
    path = tmp_path / "original.jpg"
    with default_storage.open(world.photos[0].original_key) as file:
        path.write_bytes(file.read())
    assert "EXIF" in {name.split(":")[0] for name in tags_of(path)}


def test_pictures_are_no_larger_than_promised_and_none_is_a_file_of_the_record(world: World, share: Share) -> None:
    shared = share()
    kept = {rendition.key for rendition in Rendition.objects.all()}
    kept |= {photo.original_key for photo in Photo.objects.all()}
    known = set()
    for key in kept:
        with default_storage.open(key) as file:
            known.add(file.read())
    for route in PICTURES:
        content = fetched(shared, route)
        width, height = Image.open(io.BytesIO(content)).size
        assert content not in known
        if route.endswith("unaligned"):
            assert max(width, height) <= 1600
        else:
            assert (width <= 1080, height <= 1350) == (True, True)


def test_without_a_watermark_the_aligned_picture_is_whole(share: Share) -> None:
    assert pixels(share(watermark=False), PICTURES[0]).shape == (1350, 1080, 3)


def test_the_watermark_stands_beneath_and_is_legible(share: Share) -> None:
    marked = pixels(share(), PICTURES[0])
    below = marked[-30:]
    assert below.min() < 40, "a dark ground"
    assert below.max() > 150, "light letters on it"
    # The face above is as it is without one.
    assert abs(marked[: marked.shape[0] - 60].mean() - pixels(share(watermark=False), PICTURES[0]).mean()) < 12


def eyes_of(photo: Photo, kind: str) -> Any:
    """The two eye regions of a picture without a watermark, (x, y) and interocular distance."""
    stored = photo.alignment
    corners = [33, 133, 159, 145, 263, 362, 386, 374]
    points = Landmarks.from_bytes(bytes(stored.landmarks or b"")).points[corners]
    return apply(np.array(stored.matrix), points) if kind == "aligned" else points


@pytest.mark.parametrize("kind", ["aligned", "unaligned"])
def test_the_bar_covers_both_eyes_whole(world: World, share: Share, kind: str) -> None:
    shared = share(deidentification="eye_mask", watermark=False)
    shown = pixels(shared, f"pictures/1/after/{kind}")
    for x, y in np.round(eyes_of(world.photos[1], kind)).astype(int):
        assert np.abs(shown[y - 2 : y + 3, x - 2 : x + 3] - COVER).max() < 16, (x, y)
    mouth = np.round(eyes_of(world.photos[1], kind).mean(axis=0)).astype(int)
    iod = INTEROCULAR_PX if kind == "aligned" else world.photos[1].alignment.interocular_px
    mouth_y = int(mouth[1] + 1.15 * iod)
    assert np.abs(shown[mouth_y, mouth[0]] - COVER).max() > 40, "the mouth is what there is to see"


def test_placed_by_hand_and_without_landmarks_the_canonical_place_is_covered(world: World, share: Share) -> None:
    alignment = world.photos[1].alignment
    type(alignment).objects.filter(pk=alignment.pk).update(landmarks=None)
    shown = pixels(share(deidentification="eye_mask", watermark=False), "pictures/1/after/aligned")
    for side in (-0.5, 0.5):
        x, y = round(EYES_MIDDLE[0] + side * INTEROCULAR_PX), round(EYES_MIDDLE[1])
        assert np.abs(shown[y, x] - COVER).max() < 16


def test_other_people_in_the_picture_are_covered_where_anything_is(world: World, share: Share) -> None:
    photo = world.photos[1]
    type(photo).objects.filter(pk=photo.pk).update(faces=[{"x": 400.0, "y": 50.0, "width": 60.0, "height": 80.0}])
    shown = pixels(share(deidentification="eye_mask", watermark=False), "pictures/1/after/unaligned")
    assert np.abs(shown[90, 430] - COVER).max() < 16
    plain = pixels(share(watermark=False), "pictures/1/after/unaligned")
    assert np.abs(plain[90, 430] - COVER).max() > 16


def test_a_full_mask_covers_the_face_from_brow_to_chin(share: Share) -> None:
    shown = pixels(share(deidentification="full_mask", watermark=False), "pictures/1/after/aligned")
    x, y = round(EYES_MIDDLE[0]), round(EYES_MIDDLE[1])
    for down in (-1.0, 0.0, 0.8, 1.15, 1.8):
        assert np.abs(shown[y + round(down * INTEROCULAR_PX), x] - COVER).max() < 16
    assert np.abs(shown[60, x] - COVER).max() > 40


def test_cut_to_the_mouth_there_is_no_eye_in_it(share: Share) -> None:
    shared = share(deidentification="crop_zone", zone="mouth", watermark=False)
    whole = pixels(share(watermark=False), PICTURES[0])
    cut = pixels(shared, PICTURES[0])
    assert cut.shape[:2] == (409, 768)
    top = round(EYES_MIDDLE[1] + 0.75 * INTEROCULAR_PX)
    part = whole[top : top + 204, 348:732]
    small = np.asarray(Image.fromarray(cut.astype(np.uint8)).resize((384, 204))).astype(int)
    assert np.abs(small - part).mean() < 6, "the same pixels, larger"
    assert pixels(shared, "pictures/1/before/unaligned").shape[1] == 480


def test_made_twice_and_killed_in_between_it_is_the_same_once(share: Share) -> None:
    shared = share(include_film=True)
    folder = f"shares/{shared.grant.folder}"
    files = sorted(default_storage.listdir(folder)[1])
    assert len(files) == 5
    default_storage.delete(f"{folder}/{files[0]}")
    default_storage.save(f"{folder}/half-a-film.mp4", io.BytesIO(b"left behind"))
    ShareGrant.objects.filter(pk=shared.grant.pk).update(state=GrantState.PREPARING)
    SharePicture.objects.filter(grant=shared.grant).first().delete()  # type: ignore[union-attr]
    enqueue(handler="sharing.make", key=str(shared.grant.pk))
    work_off_queue()
    assert shared.now().state == "ready"
    assert sorted(default_storage.listdir(folder)[1]) == files
    assert shared.now().pictures.count() == 4


def test_a_grant_that_ended_while_it_was_made_leaves_nothing(share: Share, monkeypatch: Any) -> None:
    made = derive

    def derive_and_end(grant: ShareGrant, photo: Photo) -> Any:
        derived = made(grant, photo)
        ShareGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=grant.created_at)
        return derived

    monkeypatch.setattr(processing, "derive", derive_and_end)
    shared = share()
    assert shared.now().state == "preparing"
    assert not SharePicture.objects.exists()
    with pytest.raises(FileNotFoundError):
        default_storage.listdir(f"shares/{shared.grant.folder}")


def test_a_photo_that_cannot_be_read_makes_it_fail_and_say_so(world: World, share: Share, monkeypatch: Any) -> None:
    shared = share()
    processing.mark_failed(shared.grant.pk)
    assert shared.now().state == "ready", "one that is there does not fail any more"
    ShareGrant.objects.filter(pk=shared.grant.pk).update(state=GrantState.PREPARING)
    processing.mark_failed(shared.grant.pk)
    assert shared.now().state == "failed"
