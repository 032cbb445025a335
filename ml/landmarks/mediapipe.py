"""MediaPipe's face landmarker behind the protocol: the only file that imports mediapipe."""

import ctypes
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from mediapipe import __version__ as mediapipe_version
from mediapipe.tasks.python.components.containers.category import Category
from mediapipe.tasks.python.core.base_options import (
    BaseOptions,
)
from mediapipe.tasks.python.vision.core.image import (
    Image as MediaPipeImage,
)
from mediapipe.tasks.python.vision.core.image import ImageFormat
from mediapipe.tasks.python.vision.face_landmarker import (
    FaceLandmarker,
    FaceLandmarkerOptions,
)
from numpy.typing import NDArray

from ml.landmarks.model import MODEL_SHA256, model_path, read_model
from ml.landmarks.protocol import BLENDSHAPES, LandmarkDetector
from ml.types import LANDMARK_COUNT, Image, Landmarks
from ml.warp import fit_inside

# The detector inside works on 128 px and the mesh on 256 px of the face: a larger frame only costs time.
_MAX_SIDE: Final = 1024
# Two would do to see that there are several; six leave room for a group in which the first found are the small ones.
_MAX_FACES: Final = 6

# What the library prints at every start, whatever happens. Anything else it prints is passed on.
_KNOWN_NOISE: Final = re.compile(
    rb"before absl::InitializeLog\(\)|Created TensorFlow Lite XNNPACK delegate|inference_feedback_manager\.cc"
    rb"|Sets FaceBlendshapesGraph acceleration|GL version:|gl_context"
)


class MediaPipeDetector:
    """One landmarker. Keep it for the life of the process: making and closing it repeatedly grows memory.

    It must not cross a fork (its threads don't, and a call would wait for ever): use :func:`face_detector`, which
    makes one per process on first use.
    """

    def __init__(self, model: Path | None = None) -> None:
        content = read_model(model or model_path())
        self._process = os.getpid()
        self._lock = threading.Lock()
        options = FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=content),
            num_faces=_MAX_FACES,
            # 0.4 ms of 13.4 ms a detection.
            output_face_blendshapes=True,
        )
        with _without_known_noise():
            self._landmarker = FaceLandmarker.create_from_options(options)
            # The first detection prints too, and is slower; nobody should wait for it later.
            self.detect(np.zeros((64, 64, 3), dtype=np.uint8))
        # The library's own finaliser fails noisily when the interpreter ends (its threads are gone by then) and
        # waits for ever in a forked child. One reference that is never given back keeps it from running; the
        # operating system takes everything back with the process.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._landmarker))

    @property
    def version(self) -> str:
        """Runtime and model."""
        return f"mediapipe-{mediapipe_version}+face_landmarker-{MODEL_SHA256[:8]}"

    def detect(self, image: Image) -> list[Landmarks]:
        """Faces found in one pass over ``image`` shrunk to 1,024 px at most, in pixels of ``image``."""
        if os.getpid() != self._process:
            raise RuntimeError("this face detector was made before a fork; make one in the child process")
        height, width = image.shape[:2]
        # The library reads width × height × 3 bytes from the pointer: a strided or float array would be read past.
        shrunk = np.ascontiguousarray(fit_inside(image, _MAX_SIDE), dtype=np.uint8)
        with self._lock:
            result = self._landmarker.detect(MediaPipeImage(ImageFormat.SRGB, shrunk))
        # x is normalised by the width, y by the height, both from the edge of the first pixel; depth by the width.
        extent = np.array((width, height, width), dtype=np.float64)
        found = []
        for index, face in enumerate(result.face_landmarks):
            table = np.array([(point.x, point.y, point.z) for point in face], dtype=np.float64) * extent
            if table.shape == (LANDMARK_COUNT, 3) and np.isfinite(table).all():
                shapes = result.face_blendshapes[index] if index < len(result.face_blendshapes) else []
                found.append(Landmarks(table[:, :2] - 0.5, table[:, 2].copy(), _blendshapes(shapes)))
        return found


def _blendshapes(categories: list[Category]) -> NDArray[np.float64] | None:
    """In the order of ``BLENDSHAPES``; nothing when the model's answer has other names."""
    scores = {category.category_name: category.score for category in categories}
    if set(scores) != set(BLENDSHAPES):
        return None
    return np.array([scores[name] for name in BLENDSHAPES], dtype=np.float64)


_of_this_process: dict[int, MediaPipeDetector] = {}
_making = threading.Lock()


def face_detector() -> LandmarkDetector:
    """The detector of this process, made on first use (about 0.3 s) and never shared with a forked child.

    Raises ``FaceModelError`` when the model file is missing or isn't the one these results are defined by.
    """
    with _making:
        process = os.getpid()
        if process not in _of_this_process:
            _of_this_process[process] = MediaPipeDetector()
        return _of_this_process[process]


@contextmanager
def _without_known_noise() -> Iterator[None]:
    """Hold back what native code writes to standard error meanwhile, then pass on all but the known start-up lines."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held_back:
        kept = os.dup(2)
        os.dup2(held_back.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            held_back.seek(0)
            for line in held_back:
                if not _KNOWN_NOISE.search(line):
                    os.write(2, line)
