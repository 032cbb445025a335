"""What a person reads on a page or a report that is made on the server: dates, verdicts, and how many of how many."""

from datetime import date, datetime
from typing import Final

from backend.sharing.sentences import SENTENCES
from ml.compare import Reason, Verdict
from ml.vocabulary import ReasonCode, ReasonLevel, ReasonUnit, VerdictLevel, View, Zone

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
VIEWS: Final = {
    View.FRONTAL: "Front",
    View.OBLIQUE_LEFT: "Left three-quarter",
    View.OBLIQUE_RIGHT: "Right three-quarter",
    View.LATERAL_LEFT: "Left profile",
    View.LATERAL_RIGHT: "Right profile",
}
HIDDEN: Final = {
    "none": "",
    "crop_zone": "Cut to one zone: makes recognition harder; does not make it anonymous.",
    "eye_mask": "Eyes covered: makes recognition harder; does not make it anonymous.",
    "full_mask": "Face covered: makes recognition harder; does not make it anonymous.",
}
SCREENSHOT: Final = "A screenshot can always be taken."
PASSED_ON: Final = "What is passed on cannot be called back."
MEASURED: Final = "Measured, not judged: what was photographed and how, and no claim about why."
# Not to know these changes nothing about the verdict.
_QUIETLY_UNKNOWN: Final = frozenset({ReasonCode.CAMERA, ReasonCode.ALIGNMENT})
_NOTES: Final = (ReasonCode.SAME_DAY, ReasonCode.SIMULATED)


def full_date(day: date | datetime) -> str:
    """``12 March 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def apart(days: int) -> str:
    """``84 days apart``."""
    if days == 0:
        return "Same day"
    return f"{days} day apart" if days == 1 else f"{days} days apart"


def zone_name(zone: str) -> str:
    """``Under eye, left``: left and right are the subject's."""
    plain = Zone(zone).value
    for side in ("left", "right"):
        if plain.endswith(f"_{side}"):
            return f"{_spaced(plain.removesuffix(f'_{side}'))}, {side}"
    return _spaced(plain)


def chosen_from(shown: int, of_view: int, comparable: int) -> str:
    """Beside every pair that is shown to others, so that nobody takes it for all there is."""
    photos = "photo" if of_view == 1 else "photos"
    return f"{shown} of {of_view} {photos} of this view, {comparable} comparable with the first one."


def verdict_line(verdict: Verdict) -> str:
    """``Compare with care: head turned 4° more to the left, light stronger from the right.`` Every reason is said."""
    parts = [part for part in map(_part, deciding(verdict)) if part]
    if not parts:
        return SENTENCES["verdict.good"]
    return SENTENCES[f"verdict.{verdict.level.value}"].format(parts=", ".join(parts))


def notes_of(verdict: Verdict) -> list[str]:
    """What is worth knowing and changes nothing; nothing about sessions, which may not be shown."""
    return [SENTENCES[f"verdict.note.{reason.code.value}"] for reason in verdict.spoken if reason.code in _NOTES]


def deciding(verdict: Verdict) -> list[Reason]:
    """The reasons that make the verdict what it is."""
    if verdict.level is VerdictLevel.GOOD:
        return []
    if verdict.level is VerdictLevel.NOT_COMPARABLE:
        return [reason for reason in verdict.spoken if reason.level is ReasonLevel.NOT_COMPARABLE]
    return [
        reason
        for reason in verdict.spoken
        if reason.level is ReasonLevel.CAUTION
        or (reason.level is ReasonLevel.UNKNOWN and reason.code not in _QUIETLY_UNKNOWN)
    ]


def _part(reason: Reason) -> str:
    start = f"verdict.part.{reason.code.value}"
    is_open = reason.code is ReasonCode.MOUTH and reason.level is ReasonLevel.NOT_COMPARABLE
    keys = [f"{start}.open"] if is_open else []
    keys += [f"{start}.{reason.direction.value}"] if reason.direction else []
    found = next((key for key in [*keys, start] if key in SENTENCES), None)
    amount = amount_text(reason.value, reason.unit) if reason.value is not None and reason.unit else ""
    return SENTENCES[found].format(amount=amount) if found else ""


def amount_text(value: float, unit: ReasonUnit) -> str:
    """Rounded as far as it is meant: whole degrees and per cent, tenths of what is smaller."""
    whole = value >= 2 if unit in {ReasonUnit.DEGREES, ReasonUnit.PERCENT} else value >= 10
    rounded = round(value) if whole else round(value, 1)
    number = f"{rounded:g}"
    key = f"verdict.unit.{unit.value}"
    if key not in SENTENCES:
        key = f"{key}.one" if rounded == 1 else f"{key}.other"
    return SENTENCES[key].format(number=number)


def _spaced(word: str) -> str:
    return word.replace("_", " ").capitalize()
