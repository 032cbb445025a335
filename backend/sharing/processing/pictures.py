"""What is shown of a photo: never its original, always a picture made for one grant."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

import numpy as np

from backend.consent.models import Deidentification
from backend.photos.models import Photo
from backend.photos.processing.inputs import decode_photo, is_mirrored
from backend.sharing.models import PictureKind, ShareGrant
from backend.sharing.words import full_date
from ml import canonical, geometry, types, veil
from ml.caption import Caption, caption_height, with_caption
from ml.imaging import encode_jpeg
from ml.vocabulary import PhotoState, View, Zone
from ml.warp import fit_inside, render

ALIGNED_LARGEST: Final = canonical.SIZE
UNALIGNED_MAX_SIDE: Final = 1600
ZONE_LEAST_WIDTH: Final = 480
QUALITY: Final = 90
# Raise when the same grant and photo would give other pixels.
PICTURE_VERSION: Final = "1"


class NotShowable(Exception):
    """The photo is being aligned anew or cannot be read; another try may find it there."""


@dataclass(frozen=True)
class Derived:
    """A picture whose row is not written yet."""

    photo: Photo
    kind: PictureKind
    recipe: str
    size: tuple[int, int]
    content: bytes


@dataclass(frozen=True)
class Source:
    """A photo's pixels and where its face is. ``matrix`` maps them → canonical ones."""

    image: types.Image
    matrix: types.Matrix
    found: types.Landmarks | None
    others: list[types.Points]
    view: View


def derive(grant: ShareGrant, photo: Photo) -> list[Derived]:
    """The aligned picture and the one as it was taken. Raises NotShowable."""
    source = source_of(photo)
    caption = watermark_of(grant)
    shown = {
        PictureKind.ALIGNED: with_caption_if(aligned(grant, source, caption), caption),
        PictureKind.UNALIGNED: with_caption_if(_unaligned(grant, source, caption), caption),
    }
    return [
        Derived(
            photo,
            kind,
            _recipe(grant, photo, kind),
            (picture.shape[1], picture.shape[0]),
            encode_jpeg(picture, QUALITY),
        )
        for kind, picture in shown.items()
    ]


def aligned(grant: ShareGrant, source: Source, caption: Caption | None) -> types.Image:
    """On the canonical face, with room for the caption beneath inside the largest size."""
    if grant.deidentification == Deidentification.CROP_ZONE:
        zone = Zone(grant.zone)
        size = _with_room(veil.zone_size(zone, ALIGNED_LARGEST), caption)
        return veil.zone_aligned(source.image, source.matrix, zone, size)
    size = _with_room(ALIGNED_LARGEST, caption)
    picture = render(source.image, source.matrix, size, canonical_size=canonical.SIZE)
    zoom = size[0] / canonical.SIZE[0]
    to_picture = geometry.similarity(scale=zoom, rotation=0.0, translation=((zoom - 1) / 2, (zoom - 1) / 2))
    return _veiled(grant, picture, to_picture, geometry.compose(to_picture, source.matrix), source)


def watermark_of(grant: ShareGrant) -> Caption | None:
    """Who it was shown to and when, beneath the picture: it covers nothing of the face."""
    if not grant.watermark:
        return None
    return Caption(lines=(f"Shown to {grant.recipient_label}, {full_date(grant.created_at)}",))


def with_caption_if(picture: types.Image, caption: Caption | None) -> types.Image:
    return with_caption(picture, caption) if caption else picture


def source_of(photo: Photo) -> Source:
    """Raises NotShowable."""
    stored = photo.alignment if photo.state == PhotoState.ALIGNED else None
    image = decode_photo(photo)
    if stored is None or isinstance(image, types.Rejection):
        raise NotShowable(str(photo.pk))
    found = types.Landmarks.from_bytes(bytes(stored.landmarks)) if stored.landmarks else None
    return Source(image, np.array(stored.matrix), found, _other_faces(photo, found), View(photo.series.view))


def _other_faces(photo: Photo, found: types.Landmarks | None) -> list[types.Points]:
    """Corners of the faces that are not the person's: those whose box does not hold the middle of the eyes."""
    middle = np.mean(canonical.eye_centres(found.points), axis=0) if found is not None else None
    boxes = []
    for face in photo.faces:
        left, top = face["x"], face["y"]
        right, bottom = left + face["width"], top + face["height"]
        if middle is None or not (left <= middle[0] <= right and top <= middle[1] <= bottom):
            boxes.append(np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64))
    return boxes


def _unaligned(grant: ShareGrant, source: Source, caption: Caption | None) -> types.Image:
    if grant.deidentification == Deidentification.CROP_ZONE:
        picture = veil.zone_unaligned(source.image, source.matrix, Zone(grant.zone), ZONE_LEAST_WIDTH)
        return _fitted(picture, caption)
    picture = _fitted(source.image, caption)
    zoom = picture.shape[1] / source.image.shape[1]
    from_source = geometry.similarity(scale=zoom, rotation=0.0, translation=((zoom - 1) / 2, (zoom - 1) / 2))
    to_picture = geometry.compose(from_source, geometry.invert(source.matrix))
    return _veiled(grant, picture, to_picture, from_source, source)


def _veiled(
    grant: ShareGrant, picture: types.Image, to_picture: types.Matrix, from_source: types.Matrix, source: Source
) -> types.Image:
    """What the grant hides, hidden; other people's faces with it."""
    if grant.deidentification == Deidentification.NONE:
        return picture
    found = None
    if source.found is not None:
        moved = geometry.apply(from_source, source.found.points)
        found = types.Landmarks(moved, source.found.depth)
    if grant.deidentification == Deidentification.FULL_MASK:
        covered = veil.with_face_covered(picture, to_picture, found)
    else:
        covered = veil.with_eyes_covered(picture, to_picture, found, source.view)
    return veil.with_boxes_covered(covered, [geometry.apply(from_source, corners) for corners in source.others])


def _with_room(largest: tuple[int, int], caption: Caption | None) -> tuple[int, int]:
    """The largest size of these proportions that leaves room for the caption within the aligned picture's frame."""
    if caption is None:
        return largest
    for width in range(largest[0], 0, -1):
        height = round(width * largest[1] / largest[0])
        if height + caption_height(width, caption) <= ALIGNED_LARGEST[1]:
            return width, height
    raise NotShowable("no room for a picture above its caption")


def _fitted(picture: types.Image, caption: Caption | None) -> types.Image:
    shown = fit_inside(picture, UNALIGNED_MAX_SIDE)
    if caption is None:
        return shown
    for side in range(max(shown.shape[:2]), 0, -8):
        shown = fit_inside(picture, side) if side < max(shown.shape[:2]) else shown
        if shown.shape[0] + caption_height(shown.shape[1], caption) <= UNALIGNED_MAX_SIDE:
            return shown
    raise NotShowable("no room for a picture above its caption")


def _recipe(grant: ShareGrant, photo: Photo, kind: PictureKind) -> str:
    """Digest of all that decides its pixels."""
    caption = watermark_of(grant)
    ingredients = [
        PICTURE_VERSION,
        veil.VEIL_VERSION,
        kind.value,
        photo.sha256,
        is_mirrored(photo),
        photo.alignment.matrix,
        photo.alignment.canonical_version,
        photo.alignment.detector_version,
        photo.faces,
        photo.series.view,
        grant.deidentification,
        grant.zone,
        caption.lines if caption else None,
    ]
    return hashlib.sha256(json.dumps(ingredients).encode()).hexdigest()
