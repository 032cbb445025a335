"""What a person sets by hand: it decides, it survives every re-processing, and it never touches the original."""

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps
from rest_framework.test import APIClient

from backend.jobs.models import Job
from backend.jobs.services import enqueue
from backend.photos.handlers import ALIGN
from backend.photos.models import Alignment, Photo, PhotoOverride
from tests.conftest import RunJobs, Upload, as_jpeg, astronaut, photo_json, picture

NOTHING: dict[str, Any] = {"face": None, "points": None, "transform": None, "mirrored": False}
EYES = [{"name": "eye_right", "x": 200.0, "y": 117.0}, {"name": "eye_left", "x": 246.0, "y": 117.0}]


def put(client: APIClient, photo_id: str, **values: Any) -> Any:
    return client.put(f"/api/v1/photos/{photo_id}/override/", {**NOTHING, **values})


def align_all_again() -> None:
    """As after a new version of the engine: every photo is looked at anew."""
    Photo.objects.update(recipe="")
    for photo_id in Photo.objects.values_list("pk", flat=True):
        enqueue(handler=ALIGN, key=str(photo_id))


@pytest.fixture
def photo(as_alice: APIClient, upload: Upload, run_jobs: RunJobs) -> Any:
    made = upload(as_alice).json()
    run_jobs()
    return photo_json(as_alice, made["id"])


def test_without_an_override_everything_is_automatic(photo: Any) -> None:
    assert photo["override"] == NOTHING
    assert photo["alignment"]["method"] == "automatic"
    assert photo["faces"] == []


def test_hand_set_points_decide_and_survive_re_processing(as_alice: APIClient, photo: Any, run_jobs: RunJobs) -> None:
    answer = put(as_alice, photo["id"], points=EYES)
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["alignment"]) == ("received", None)
    run_jobs()
    after = photo_json(as_alice, photo["id"])
    assert (after["state"], after["alignment"]["method"]) == ("aligned", "points")
    matrix = np.array(Alignment.objects.get().matrix)
    placed = [matrix @ [point["x"], point["y"], 1] for point in EYES]
    assert placed[1][0] - placed[0][0] == pytest.approx(256)
    assert placed[0][1] == pytest.approx(placed[1][1])
    align_all_again()
    run_jobs()
    assert photo_json(as_alice, photo["id"]) == after
    back = put(as_alice, photo["id"])
    assert back.json()["override"] == NOTHING
    run_jobs()
    assert photo_json(as_alice, photo["id"])["alignment"]["method"] == "automatic"


def test_a_face_that_is_not_found_can_be_placed_by_two_points(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs
) -> None:
    photo_id = upload(as_alice, as_jpeg(Image.effect_noise((500, 600), 40).convert("RGB"))).json()["id"]
    run_jobs()
    assert photo_json(as_alice, photo_id)["rejection"]["reason"] == "no_face"
    put(as_alice, photo_id, points=[{**EYES[0], "y": 200}, {**EYES[1], "x": 320, "y": 220}])
    run_jobs()
    after = photo_json(as_alice, photo_id)
    assert (after["state"], after["is_baseline"], after["alignment"]["pose"]) == ("aligned", True, None)


def test_profiles_are_placed_by_eye_corner_and_ear_onto_the_baselines(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs
) -> None:
    noise = [as_jpeg(Image.effect_noise((500, 600), 40 + step).convert("RGB")) for step in range(2)]
    ids = [upload(as_alice, content, view="lateral_left").json()["id"] for content in noise]
    run_jobs()
    assert put(as_alice, ids[0], points=EYES).json()["code"] == "wrong_points"
    places = ([(150, 250), (300, 280)], [(100, 300), (260, 310)])
    for photo_id, (corner, ear) in zip(ids, places, strict=True):
        points = [{"name": "eye_corner", "x": corner[0], "y": corner[1]}, {"name": "ear", "x": ear[0], "y": ear[1]}]
        assert put(as_alice, photo_id, points=points).status_code == 200
        run_jobs()
    first, second = (np.array(Alignment.objects.get(photo_id=photo_id).matrix) for photo_id in ids)
    for one, other in zip(*places, strict=True):
        assert first @ [*one, 1] == pytest.approx(second @ [*other, 1])


def test_a_photo_moved_to_another_view_keeps_its_points_and_does_not_use_them(
    as_alice: APIClient, photo: Any, run_jobs: RunJobs
) -> None:
    put(as_alice, photo["id"], points=EYES)
    run_jobs()
    as_alice.patch(f"/api/v1/photos/{photo['id']}/", {"view": "lateral_left"})
    run_jobs()
    moved = photo_json(as_alice, photo["id"])
    assert (moved["state"], moved["alignment"]["method"]) == ("aligned", "automatic")
    assert moved["override"]["points"] == EYES
    as_alice.patch(f"/api/v1/photos/{photo['id']}/", {"view": "frontal"})
    run_jobs()
    assert photo_json(as_alice, photo["id"])["alignment"]["method"] == "points"


def test_a_transform_can_be_nothing_but_a_similarity(as_alice: APIClient, photo: Any, run_jobs: RunJobs) -> None:
    put(as_alice, photo["id"], transform={"scale": 2.0, "rotation": 90.0, "x": 1000.0, "y": 10.0})
    run_jobs()
    assert np.allclose(Alignment.objects.get().matrix, [[0, -2, 1000], [2, 0, 10]])
    assert photo_json(as_alice, photo["id"])["alignment"]["method"] == "transform"
    refused = put(as_alice, photo["id"], transform={"scale": 0, "rotation": 0, "x": 0, "y": 0})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["transform"])


def test_a_mirrored_photo_is_shown_un_mirrored_and_its_original_stays(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs
) -> None:
    upright = as_jpeg(astronaut())
    mirrored = as_jpeg(ImageOps.mirror(astronaut()))
    plain, flipped = (upload(as_alice, content).json()["id"] for content in (upright, mirrored))
    put(as_alice, flipped, mirrored=True)
    run_jobs()
    shown = [
        np.asarray(picture(as_alice, photo_json(as_alice, photo_id), "preview"), dtype=np.int16)
        for photo_id in (plain, flipped)
    ]
    assert np.abs(shown[0] - shown[1]).mean() < 3
    original = as_alice.get(f"/api/v1/photos/{flipped}/original")
    assert b"".join(original.streaming_content) == mirrored  # type: ignore[attr-defined]


def test_what_was_set_stays_on_the_same_part_of_the_face_when_the_picture_is_turned_over(
    as_alice: APIClient, photo: Any
) -> None:
    put(as_alice, photo["id"], points=EYES, face={"x": 220.0, "y": 130.0})
    turned = put(as_alice, photo["id"], points=EYES, face={"x": 220.0, "y": 130.0}, mirrored=True).json()["override"]
    assert [point["x"] for point in turned["points"]] == [511 - 200, 511 - 246]
    assert turned["face"] == {"x": 511 - 220.0, "y": 130.0}


def two_faces() -> bytes:
    """One face twice in a frame, at the left and at the right."""
    head = astronaut().crop((120, 0, 340, 260))
    frame = Image.new("RGB", (640, 400), "grey")
    frame.paste(head, (40, 60))
    frame.paste(head, (380, 60))
    return as_jpeg(frame)


def test_of_several_faces_the_one_that_is_chosen_is_aligned(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs
) -> None:
    photo_id = upload(as_alice, two_faces()).json()["id"]
    run_jobs()
    before = photo_json(as_alice, photo_id)
    assert before["rejection"]["reason"] == "several_faces"
    assert len(before["faces"]) == 2
    box = max(before["faces"], key=lambda face: face["x"])
    chosen = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    put(as_alice, photo_id, face=chosen)
    run_jobs()
    after = photo_json(as_alice, photo_id)
    assert (after["state"], len(after["faces"])) == ("aligned", 2)
    a, b, c = Alignment.objects.get().matrix[0]
    assert a * chosen["x"] + b * chosen["y"] + c == pytest.approx(540, abs=60)
    assert PhotoOverride.objects.get().face == chosen


def test_another_baseline_can_be_chosen_and_the_others_follow(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    contents = [*portraits[:2], as_jpeg(astronaut().rotate(6))]
    ids = [upload(as_alice, content).json()["id"] for content in contents]
    run_jobs()
    series = photo_json(as_alice, ids[0])["series"]
    before = {str(row.photo_id): row.matrix for row in Alignment.objects.all()}
    answer = as_alice.patch(f"/api/v1/series/{series}/", {"baseline": ids[2]})
    assert (answer.status_code, answer.json()["baseline"]) == (200, ids[2])
    # Until its turn comes, each shows what it showed.
    assert {photo_json(as_alice, photo_id)["state"] for photo_id in ids} == {"aligned"}
    assert run_jobs() == 4, "each of the others is aligned again and looked at for a flip"
    after = {str(row.photo_id): row for row in Alignment.objects.all()}
    assert {str(after[photo_id].baseline_id) for photo_id in ids[:2]} == {ids[2]}
    assert after[ids[2]].matrix == before[ids[2]], "the frame stays where it was"


def test_only_an_aligned_photo_of_the_series_can_be_its_baseline(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    here = upload(as_alice, portraits[0]).json()
    other_view = upload(as_alice, portraits[1], view="oblique_left").json()
    faceless = upload(as_alice, as_jpeg(Image.new("RGB", (400, 400)))).json()
    run_jobs()
    for photo_id in (other_view["id"], faceless["id"]):
        answer = as_alice.patch(f"/api/v1/series/{here['series']}/", {"baseline": photo_id})
        assert (answer.status_code, answer.json()["code"]) == (409, "not_aligned")


def test_when_the_baseline_moves_the_others_move_with_it(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:2]]
    run_jobs()
    put(as_alice, ids[0], transform={"scale": 3.0, "rotation": 0.0, "x": -100.0, "y": 200.0})
    run_jobs()
    # The two files show the same pixels, so they must end in the same place.
    first, second = (np.array(Alignment.objects.get(photo_id=photo_id).matrix) for photo_id in ids)
    assert np.allclose(first @ [222, 120, 1], second @ [222, 120, 1], atol=3)


def test_a_baseline_that_can_no_longer_be_aligned_hands_its_place_over(
    as_alice: APIClient, upload: Upload, run_jobs: RunJobs, portraits: list[bytes]
) -> None:
    ids = [upload(as_alice, content).json()["id"] for content in portraits[:2]]
    run_jobs()
    put(as_alice, ids[0], face={"x": 5.0, "y": 500.0})
    run_jobs()
    assert photo_json(as_alice, ids[0])["rejection"]["reason"] == "no_face"
    assert photo_json(as_alice, ids[1])["is_baseline"] is True
    assert Job.objects.filter(background=False).exclude(state="done").count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"face": {"x": "left", "y": 1}},
        {"face": {"x": 1}},
        {"points": EYES[:1]},
        {"points": [{**EYES[0], "name": "nose"}, EYES[1]]},
        {"points": [EYES[0], EYES[0]]},
        {"transform": {"scale": 1, "rotation": 400, "x": 0, "y": 0}},
        {"mirrored": "perhaps"},
        {"face": {"x": "nan", "y": 1}},
        {"face": {"x": 1e30, "y": 1}},
    ],
)
def test_values_that_cannot_be_used_are_refused(as_alice: APIClient, photo: Any, values: dict[str, Any]) -> None:
    assert put(as_alice, photo["id"], **values).status_code == 400
    assert photo_json(as_alice, photo["id"])["override"] == NOTHING
