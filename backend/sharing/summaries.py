"""What a time's sessions add up to, as a person reads it."""

from backend.sessionlog.totals import Totals
from backend.sharing.document import Sessions, Zone
from backend.sharing.words import zone_name

NO_CHARGE = "µA·min is the intensity times the minutes, not a charge that reached the skin."


def summary_of(totals: Totals) -> Sessions:
    """Counts, minutes and µA·min, over all and for each zone."""
    remark = NO_CHARGE
    if totals.without_intensity:
        remark = f"Without an intensity, and so without µA·min: {totals.without_intensity}. {remark}"
    return Sessions(
        count=totals.sessions,
        minutes=_number(totals.minutes),
        microamp_minutes=_number(totals.microamp_minutes),
        remark=remark,
        zones=[
            Zone(zone_name(zone.zone), zone.sessions, _number(zone.minutes), _number(zone.microamp_minutes))
            for zone in totals.zones
        ],
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
