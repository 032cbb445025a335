"""What is wrong with an upload, in words for the person who sent it."""

from rest_framework import status

from backend.common.errors import DomainError
from backend.common.imaging import ImageProblem
from ml.vocabulary import PHOTO_MAX_BYTES, PHOTO_MAX_PIXELS, PHOTO_MAX_SIDE, PHOTO_MIN_SIDE

_FORMATS = "JPEG, PNG, WebP, HEIC or AVIF"

_IMAGE_PROBLEMS = {
    "file_empty": "The file is empty. Choose the photo again.",
    "not_an_image": f"The file is not a picture that can be read here. Send a photo as {_FORMATS}.",
    "unsupported_format": f"This kind of picture is not accepted. Send the photo as {_FORMATS}.",
    "animated": "The file is an animation. Send a single photo.",
    "too_many_pixels": (
        f"The picture is larger than {PHOTO_MAX_PIXELS // 1_000_000} megapixels "
        f"or {PHOTO_MAX_SIDE:,} pixels on a side. Send it smaller."
    ),
    "image_too_small": f"The picture is smaller than {PHOTO_MIN_SIDE} pixels on a side. Send the original photo.",
}


def image_problem(problem: ImageProblem) -> DomainError:
    return DomainError(problem.code, f"{_IMAGE_PROBLEMS[problem.code]} Nothing was stored.")


def file_too_large() -> DomainError:
    return DomainError(
        "file_too_large",
        f"The file is larger than {PHOTO_MAX_BYTES // 1024**2} MB. Nothing was stored. Send a smaller file.",
        http_status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    )


def id_conflict() -> DomainError:
    return DomainError(
        "id_conflict",
        "This id names another photo. Nothing was stored. Send the photo with a new id.",
        http_status=status.HTTP_409_CONFLICT,
    )


def other_bytes() -> DomainError:
    """460 is tus's own status for it."""
    return DomainError(
        "other_bytes",
        "What arrived is not what the phone sent. Nothing was stored. Send the photo again.",
        http_status=460,
    )


def offset_mismatch() -> DomainError:
    return DomainError(
        "offset_mismatch",
        "The server has another part of this photo than that. Ask how much it has, and go on there.",
        http_status=status.HTTP_409_CONFLICT,
    )


def beyond_its_end() -> DomainError:
    return DomainError(
        "beyond_its_end",
        "That is more than the length that was announced. Nothing was stored. Send the photo again.",
        http_status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    )
