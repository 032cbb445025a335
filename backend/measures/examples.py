"""Answers as they look, for the API's description."""

from typing import Any, Final

_FIRST: Final = "0b0f4c1e-6d3a-4c5e-9a3f-0d8f6f6f7a01"
_SECOND: Final = "5e0b7a52-2a1b-4f0e-8a55-b1c9a7d1c702"

MEASURES: Final[dict[str, Any]] = {
    "view": "frontal",
    "pending": 0,
    "reference": _FIRST,
    "scale": {"mm_per_iod": 62.4, "sd": 2.7},
    "looked_at": 11,
    "photos": [
        {
            "id": _FIRST,
            "taken_at": "2026-03-12T08:30:00+01:00",
            "hours_since_session": None,
            "same_day": False,
            "sitting": _FIRST,
            "by_hand": False,
        },
        {
            "id": _SECOND,
            "taken_at": "2026-04-02T08:10:00+02:00",
            "hours_since_session": 36.5,
            "same_day": False,
            "sitting": _SECOND,
            "by_hand": False,
        },
    ],
    "sessions": ["2026-03-31T19:40:00+02:00"],
    "events": [{"id": "9c1f6d0e-4b6e-4f0c-8a55-3f1d2c7b9e03", "happened_at": "2026-03-20", "kind": "new_camera"}],
    "measures": [
        {
            "measure": "brow_height_left",
            "unit": "mm",
            "kind": "geometric",
            "verified": True,
            "reference_value": 18.1,
            "floor": {
                "within_sd": 0.4,
                "between_sd": 0.6,
                "mdc": 2.3,
                "band": 3.2,
                "sittings": 2,
                "personal": False,
                "needed": 10,
            },
            "trend": None,
            "points": [
                {"photo": _FIRST, "value": 18.1, "sd": 0.8, "iod": 0.29, "comparable": True},
                {"photo": _SECOND, "value": 18.5, "sd": 0.8, "iod": 0.296, "comparable": True},
            ],
        }
    ],
}

CHANGES: Final[dict[str, Any]] = {
    "before": {
        "photo": _FIRST,
        "taken_at": "2026-03-12T08:30:00+01:00",
        "hours_since_session": None,
        "same_day": False,
    },
    "after": {
        "photo": _SECOND,
        "taken_at": "2026-04-02T08:10:00+02:00",
        "hours_since_session": 36.5,
        "same_day": False,
    },
    "one_sitting": False,
    "looked_at": 10,
    "changes": [
        {
            "measure": "brow_height_left",
            "unit": "mm",
            "verified": True,
            "value": 0.4,
            "value_iod": 0.006,
            "mdc": 3.1,
            "exceeds": False,
            "personal": False,
            "sittings": 2,
            "before_photos": 1,
            "after_photos": 1,
        }
    ],
    "left_out": [{"measure": "mouth_corner_left", "reason": "expression"}],
}

SITTING: Final[dict[str, Any]] = {"photos": [_FIRST, _SECOND]}
