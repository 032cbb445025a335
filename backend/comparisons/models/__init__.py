"""What is stored about comparing: time-lapses and blind rounds. A verdict is worked out anew each time."""

from backend.comparisons.models.blind import BlindRound, BlindTrial
from backend.comparisons.models.timelapse import Timelapse, TimelapsePhoto

__all__ = ["BlindRound", "BlindTrial", "Timelapse", "TimelapsePhoto"]
