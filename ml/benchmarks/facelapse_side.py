"""Runs in the peer's environment: facelapse 0.1.1's own detection and transform for each picture named on a line.

Reads a path of a ``.npy`` (H, W, 3) RGB a line, answers its matrix (picture → its 512 × 512) as JSON, or ``null``.
"""

import json
import sys

import numpy as np
from facelapse.align import alignment_transform
from facelapse.detect import MediapipeFaceDetector
from facelapse.models import create_face_landmarker


def main() -> None:
    """As its ``run_pipeline`` does it, with its own defaults."""
    landmarker = create_face_landmarker(
        model_path=None,
        min_face_detection_confidence=0.5,
        min_face_presence_confidence=0.5,
        min_tracking_confidence=0.5,
    )
    detector = MediapipeFaceDetector(landmarker)
    for line in sys.stdin:
        image = np.ascontiguousarray(np.load(line.strip()))
        found = detector.detect(image)
        height, width = image.shape[:2]
        matrix = None if found is None else alignment_transform(found.landmarks, (width, height)).tolist()
        print(json.dumps(matrix), flush=True)


if __name__ == "__main__":
    main()
