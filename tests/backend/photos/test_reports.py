"""What is measured of an aligned photo, as the API shows it."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps
from rest_framework.test import APIClient

from tests.conftest import RunJobs, Upload, as_jpeg, astronaut, photo_json, picture


def pixels(client: APIClient, photo: Any, spec: str) -> Any:
    return np.asarray(picture(client, photo, spec), dtype=np.float64)


def shot(*, angle: float = 0.0, size: int = 512, brightness: float = 1.0) -> bytes:
    """The portrait turned in its plane, nearer or farther, brighter or darker, in a frame of 1200 x 1200."""
    turned = astronaut().rotate(angle, Image.Resampling.BICUBIC).resize((2 * size, 2 * size))
    frame = Image.new("RGB", (1200, 1200), (150, 150, 155))
    frame.paste(ImageEnhance.Brightness(turned).enhance(brightness), (20, 20))
    return as_jpeg(frame)


def test_turn_distance_and_refinement_are_told(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in (shot(), shot(angle=-8, size=460))]
    run_jobs()
    baseline, other = (photo_json(as_alice, photo_id)["alignment"] for photo_id in ids)
    assert (baseline["refined"], baseline["refinement_reason"]) == (False, "no_reference")
    assert (other["refined"], other["refinement_reason"]) == (True, "applied")
    assert baseline["distance_ratio"] is None
    assert other["distance_ratio"] == pytest.approx(512 / 460, rel=0.03)
    # Turned clockwise in the picture by 8 degrees, towards the subject's left shoulder.
    assert other["pose"]["roll"] - baseline["pose"]["roll"] == pytest.approx(8, abs=1)
    assert other["pose"]["yaw"] == pytest.approx(baseline["pose"]["yaw"], abs=2)


def test_what_makes_a_photo_hard_to_compare_is_named(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in (shot(), shot(brightness=0.12))]
    run_jobs()
    good, dark = (photo_json(as_alice, photo_id)["alignment"]["quality_reasons"] for photo_id in ids)
    assert "underexposed" not in good
    assert "underexposed" in dark


def test_matched_light_is_a_view_of_its_own(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in (shot(), shot(brightness=0.75))]
    run_jobs()
    baseline, darker = (photo_json(as_alice, photo_id) for photo_id in ids)
    face = np.s_[500:800, 400:680]
    wanted = pixels(as_alice, baseline, "aligned")[face].mean()
    assert pixels(as_alice, darker, "aligned")[face].mean() < wanted - 15, "the default is as taken"
    assert pixels(as_alice, darker, "matched_light")[face].mean() == pytest.approx(wanted, abs=6)
    own = pixels(as_alice, baseline, "matched_light")
    assert np.abs(own - pixels(as_alice, baseline, "aligned")).mean() < 1


def test_a_mirrored_photo_is_noticed_in_its_series_and_nothing_is_flipped(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs
) -> None:
    plain = [shot(angle=angle, size=size) for angle, size in ((0, 512), (3, 500), (-4, 490), (6, 520), (-2, 470))]
    mirrored = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(shot(angle=1, size=505)))).save(mirrored, "JPEG", quality=90)
    ids = [upload(as_alice, content).json()["id"] for content in (*plain, mirrored.getvalue())]
    run_jobs()
    told = [photo_json(as_alice, photo_id)["alignment"]["flip_suspected"] for photo_id in ids]
    assert told == [False] * 5 + [True]
    before = photo_json(as_alice, ids[-1])
    assert before["override"]["mirrored"] is False
    as_alice.put(f"/api/v1/photos/{ids[-1]}/override/", {**before["override"], "mirrored": True})
    run_jobs()
    assert photo_json(as_alice, ids[-1])["alignment"]["flip_suspected"] is False
