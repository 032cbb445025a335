"""What is measured of an aligned photo, for comparing it with others later."""

import numpy as np

from backend.photos.models import Alignment, Photo
from backend.photos.processing.inputs import baseline_alignment
from backend.photos.processing.outcomes import Report
from ml import types
from ml.canonical import eye_centres
from ml.pose import distance_ratio, estimate_pose
from ml.quality import assess


def measure(photo: Photo, image: types.Image, analysis: types.Analysis | None) -> Report:
    """Turn of the head, quality, and the camera's distance against the baseline's."""
    if analysis is None:
        return Report()
    pose = estimate_pose(analysis.landmarks)
    return Report(pose=pose, quality=assess(image, analysis), distance_ratio=_distance_ratio(photo, analysis, pose))


def _distance_ratio(photo: Photo, analysis: types.Analysis, pose: types.Pose) -> float | None:
    """Only between pictures of one size and file type: another camera or a crop makes the number meaningless."""
    stored = baseline_alignment(photo)
    if stored is None or not stored.pose or not stored.landmarks:
        return None
    baseline = stored.photo
    if (baseline.width, baseline.height, baseline.media_type) != (photo.width, photo.height, photo.media_type):
        return None
    return distance_ratio(analysis.interocular_px, _interocular_px(stored), pose, types.Pose(**stored.pose))


def _interocular_px(stored: Alignment) -> float:
    """Of the baseline as it was found, also where it was placed by hand."""
    points = types.Landmarks.from_bytes(bytes(stored.landmarks or b"")).points
    right, left = eye_centres(points)
    return float(np.hypot(*(left - right)))
