"""Runs in the peer's environment: dlib's 68 points for each picture named on a line, an independent judge.

Reads a path of a ``.npy`` (H, W, 3) RGB a line, answers 68 (x, y) as JSON, or ``null`` where dlib finds no face. The
points are the mean over nine boxes around the largest face, since they depend on the box.
"""

import json
import sys

import dlib
import face_recognition_models
import numpy as np

# Shift in box widths and heights, and size.
_BOXES = (
    (0.0, 0.0, 1.0),
    (0.04, 0.0, 1.0),
    (-0.04, 0.0, 1.0),
    (0.0, 0.04, 1.0),
    (0.0, -0.04, 1.0),
    (0.0, 0.0, 1.06),
    (0.0, 0.0, 0.94),
    (0.03, 0.03, 1.03),
    (-0.03, -0.03, 0.97),
)


def main() -> None:
    """One answer a line."""
    detector = dlib.get_frontal_face_detector()
    predictor = dlib.shape_predictor(face_recognition_models.pose_predictor_model_location())
    for line in sys.stdin:
        image = np.ascontiguousarray(np.load(line.strip()))
        boxes = detector(image, 1) or detector.run(image, 1, -0.5)[0]
        if not boxes:
            print("null", flush=True)
            continue
        box = max(boxes, key=lambda found: found.area())
        width, height, centre = box.width(), box.height(), box.center()
        looks = []
        for right, down, size in _BOXES:
            x, y = centre.x + right * width, centre.y + down * height
            half_width, half_height = size * width / 2, size * height / 2
            edges = (x - half_width, y - half_height, x + half_width, y + half_height)
            shape = predictor(image, dlib.rectangle(*(round(edge) for edge in edges)))
            looks.append([(point.x, point.y) for point in shape.parts()])
        print(json.dumps(np.mean(looks, axis=0).tolist()), flush=True)


if __name__ == "__main__":
    main()
