"""What decides the outcome for a photo besides its pixels: what was set by hand, and its series' baseline."""

import hashlib
import json
from typing import BinaryIO, cast

import numpy as np
from django.core.files.storage import default_storage

from backend.photos import renditions
from backend.photos.models import Alignment, Photo, PhotoOverride
from ml import canonical, manual, types
from ml.faces import face_box
from ml.imaging import ImageProblem, decode, probe
from ml.pipeline import ALIGNMENT_VERSION
from ml.refine import make_reference
from ml.vocabulary import HAND_POINTS, View


def override_of(photo: Photo) -> PhotoOverride | None:
    return getattr(photo, "override", None)


def baseline_alignment(photo: Photo) -> Alignment | None:
    """What the photo is aligned to; none for the baseline itself, which keeps to the canonical face."""
    baseline = photo.series.baseline
    if baseline is None or baseline.pk == photo.pk:
        return None
    return getattr(baseline, "alignment", None)


def recipe_of(photo: Photo) -> str:
    """Digest of all that decides the outcome: the same again needs no work."""
    override, reference = override_of(photo), baseline_alignment(photo)
    ingredients = [
        ALIGNMENT_VERSION,
        manual.MANUAL_VERSION,
        renditions.RENDERER_VERSION,
        photo.series.view,
        [override.face, override.points, override.transform, override.mirrored] if override else None,
        [str(reference.photo_id), reference.matrix] if reference else None,
    ]
    return hashlib.sha256(json.dumps(ingredients).encode()).hexdigest()


def hand_points(photo: Photo, view: View) -> dict[str, manual.Place] | None:
    """The points set by hand, if they are those of ``view``: a photo moved to another view keeps them, unused."""
    override = override_of(photo)
    if override is None or not override.points:
        return None
    points = {point["name"]: (point["x"], point["y"]) for point in override.points}
    return points if set(points) == set(HAND_POINTS[view]) else None


def targets_for(photo: Photo) -> dict[str, manual.Place]:
    """Where hand-set points go: onto the baseline's own, wherever they lie; without a baseline, to their places."""
    view = View(photo.series.view)
    reference = baseline_alignment(photo)
    if reference is None:
        return manual.default_places(view)
    if by_hand := hand_points(reference.photo, view):
        return manual.moved(by_hand, np.array(reference.matrix))
    if reference.landmarks and HAND_POINTS[view] == HAND_POINTS[View.FRONTAL]:
        points = types.Landmarks.from_bytes(bytes(reference.landmarks)).points
        right, left = canonical.eye_centres(points)
        eyes = {"eye_right": (right[0], right[1]), "eye_left": (left[0], left[1])}
        return manual.moved(eyes, np.array(reference.matrix))
    return manual.default_places(view)


def baseline_for(photo: Photo) -> types.Baseline | None:
    stored = baseline_alignment(photo)
    if stored is None or not stored.landmarks:
        return None
    return types.Baseline(
        points=types.Landmarks.from_bytes(bytes(stored.landmarks)).points,
        matrix=np.array(stored.matrix),
        reference=_reference(stored),
    )


def _reference(stored: Alignment) -> types.Reference | None:
    """What pixels are compared with: made from the baseline's original when it is first asked for, then kept."""
    if stored.reference:
        return types.Reference.from_bytes(bytes(stored.reference))
    image = decode_photo(stored.photo)
    if isinstance(image, types.Rejection):
        return None
    reference = make_reference(image, np.array(stored.matrix))
    Alignment.objects.filter(pk=stored.pk, matrix=stored.matrix).update(reference=reference.to_bytes())
    return reference


def decode_photo(photo: Photo) -> types.Image | types.Rejection:
    """The upright picture as it is to be shown: un-mirrored where a person says that it is mirrored."""
    with default_storage.open(photo.original_key) as file:
        image = decode(cast(BinaryIO, file))  # Django's file is one in all but name
    if isinstance(image, types.Rejection) or not is_mirrored(photo):
        return image
    return np.ascontiguousarray(image[:, ::-1])


def camera_of(photo: Photo) -> types.Camera | None:
    """What the original's header says took it."""
    with default_storage.open(photo.original_key) as file:
        header = probe(cast(BinaryIO, file))
    return None if isinstance(header, ImageProblem) else header.camera


def expected_face(photo: Photo) -> types.FaceBox | None:
    """Where the baseline's face stands, in a photo of the same size and shape; elsewhere nothing can be expected."""
    stored = baseline_alignment(photo)
    if stored is None or not stored.landmarks:
        return None
    baseline = stored.photo
    if (baseline.width, baseline.height) != (photo.width, photo.height):
        return None
    return face_box(types.Landmarks.from_bytes(bytes(stored.landmarks)))


def is_mirrored(photo: Photo) -> bool:
    override = override_of(photo)
    return override is not None and override.mirrored
