"""Minutes and µA·min of sessions, summed by zone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from ml.vocabulary import Zone


@dataclass(frozen=True)
class Dose:
    """What a total needs to know of one session."""

    minutes: float
    intensity_microamp: float | None
    zones: Sequence[str]
    minutes_by_zone: Mapping[str, float]


@dataclass(frozen=True)
class ZoneTotal:
    """Sums over the sessions that name the zone. Those ``without_intensity`` add minutes and no µA·min."""

    zone: Zone
    sessions: int
    minutes: float
    microamp_minutes: float
    without_intensity: int


@dataclass(frozen=True)
class Totals:
    """Sums over all sessions, and those of each zone that was treated, in the vocabulary's order.

    Sessions ``without_zones`` are part of the sums over all, and of no zone.
    """

    sessions: int
    minutes: float
    microamp_minutes: float
    without_intensity: int
    without_zones: int
    zones: tuple[ZoneTotal, ...]


def minutes_of_zones(dose: Dose) -> dict[str, float]:
    """A session's minutes for each zone: as written down, else the session's shared equally among its zones.

    Minutes that were written down may add up to more than the session's: a mask treats several zones at once.
    """
    if dose.minutes_by_zone:
        return dict(dose.minutes_by_zone)
    return {zone: dose.minutes / len(dose.zones) for zone in dose.zones}


def of_zones(doses: Iterable[Dose], zones: Collection[str]) -> list[Dose]:
    """The part of each session that was given to ``zones``; sessions that named none of them are left out."""
    parts = []
    for dose in doses:
        minutes = {zone: part for zone, part in minutes_of_zones(dose).items() if zone in zones}
        if minutes:
            whole = min(dose.minutes, fsum(minutes.values()))
            parts.append(Dose(whole, dose.intensity_microamp, list(minutes), minutes))
    return parts


def totals_of(doses: Iterable[Dose]) -> Totals:
    """Sum up sessions. µA·min is the intensity times the minutes, not a charge that reached the skin."""
    everything = list(doses)
    by_zone: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for dose in everything:
        for zone, minutes in minutes_of_zones(dose).items():
            by_zone[zone].append((minutes, dose.intensity_microamp))
    return Totals(
        sessions=len(everything),
        minutes=fsum(dose.minutes for dose in everything),
        microamp_minutes=_product((dose.minutes, dose.intensity_microamp) for dose in everything),
        without_intensity=sum(dose.intensity_microamp is None for dose in everything),
        without_zones=sum(not dose.zones for dose in everything),
        zones=tuple(_zone_total(zone, by_zone[zone]) for zone in Zone if zone in by_zone),
    )


def _zone_total(zone: Zone, parts: list[tuple[float, float | None]]) -> ZoneTotal:
    return ZoneTotal(
        zone=zone,
        sessions=len(parts),
        minutes=fsum(minutes for minutes, _ in parts),
        microamp_minutes=_product(parts),
        without_intensity=sum(intensity is None for _, intensity in parts),
    )


def _product(parts: Iterable[tuple[float, float | None]]) -> float:
    return fsum(minutes * intensity for minutes, intensity in parts if intensity is not None)
