"""Pictures of a photo on the canonical face, each under the name of its recipe."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.photos import renditions
from backend.photos.models import Photo
from backend.photos.processing.inputs import is_mirrored
from backend.photos.processing.outcomes import Made
from backend.photos.processing.reports import baseline_light
from ml import canonical, types
from ml.imaging import encode_jpeg
from ml.tone import Light, LightMatch, apply_light, match_light
from ml.vocabulary import RenditionSpec
from ml.warp import render


@dataclass(frozen=True)
class Place:
    """Where a photo lies on the canonical face."""

    matrix: types.Matrix
    canonical_version: str


def make_aligned(
    photo: Photo,
    image: types.Image,
    place: Place,
    specs: Mapping[RenditionSpec, renditions.AlignedSpec],
    light: Light | None,
) -> list[Made]:
    """What ``specs`` ask for; none in matched light without ``light``, the photo's own as it was measured."""
    made = []
    # One resampling for each size: the matched light is another tone of the same pixels.
    pictures = {
        size: render(image, place.matrix, size, canonical_size=canonical.SIZE)
        for size in {spec.size for spec in specs.values()}
    }
    for kind, spec in specs.items():
        match = _light_match(photo, light) if spec.light_matched else None
        if spec.light_matched and match is None:
            continue
        picture = pictures[spec.size] if match is None else apply_light(pictures[spec.size], match)
        name = renditions.recipe(
            sha256=photo.sha256,
            spec=spec,
            mirrored=is_mirrored(photo),
            matrix=place.matrix.tolist(),
            canonical_version=place.canonical_version,
            light=match.to_json() if match else None,
        )
        made.append(made_of(photo, kind, name, picture, spec.quality))
    return made


def made_of(photo: Photo, spec: RenditionSpec, recipe: str, picture: types.Image, quality: int) -> Made:
    """``picture`` encoded, with the key it is to lie under."""
    height, width = picture.shape[:2]
    key = f"photos/{photo.folder}/{recipe}.jpg"
    return Made(spec, recipe, key, (width, height), encode_jpeg(picture, quality))


def _light_match(photo: Photo, light: Light | None) -> LightMatch | None:
    """Towards the baseline's light; of the baseline towards its own, which changes nothing. None without a face."""
    return match_light(light, baseline_light(photo) or light) if light else None
