"""Measured photos without pictures: what the API tells depends on rows alone."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.measures.models import Measurement
from backend.photos.models import Alignment, Photo, Series

START = datetime(2026, 3, 1, 8, 0)  # noqa: DTZ001 (wall time)
CALM = dict.fromkeys(
    ("smile", "mouth_corners_down", "brows_raised", "brows_lowered", "squint", "jaw_open", "lips_pursed"), 0.0
)
SMILING = CALM | {"smile": 0.9}

AddPhoto = Callable[..., Photo]


@pytest.fixture
def add_photo() -> AddPhoto:
    """``add_photo(user, days, values, expression=…, view=…)``: an aligned and measured photo; the first is baseline."""

    def add(
        user: User,
        days: float,
        values: dict[str, float] | None,
        *,
        expression: dict[str, float] | None = CALM,
        view: str = "frontal",
        mm_per_iod: float = 60.0,
    ) -> Photo:
        subject = user.subjects.get()
        series, _ = Series.objects.get_or_create(subject=subject, view=view)
        photo = Photo.objects.create(
            subject=subject,
            series=series,
            state="aligned",
            taken_local=START + timedelta(days=days),
            taken_source="exif",
            sha256=uuid.uuid4().hex * 2,
            bytes=1,
            media_type="image/jpeg",
            width=10,
            height=10,
        )
        alignment = Alignment.objects.create(
            photo=photo,
            matrix=[[1, 0, 0], [0, 1, 0]],
            interocular_px=100.0,
            residual_iod=0.01,
            canonical_version="1",
            alignment_version="1",
            detector_version="1",
        )
        if series.baseline_id is None:
            series.baseline = photo
            series.save()
        if values is not None:
            Measurement.objects.create(
                alignment=alignment,
                values=values,
                mm_per_iod=mm_per_iod,
                mm_per_iod_sd=2.5,
                expression=expression,
                baseline=series.baseline_id,
                metrics_version="test",
            )
        return photo

    return add


def only(answer: Any, measure: str) -> Any:
    """One measure of an answer."""
    return next(one for one in answer["measures"] if one["measure"] == measure)
