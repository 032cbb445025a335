"""The web's door to the header checks of ``ml.imaging``; the web process decodes no picture."""

from ml.imaging import ImageHeader, ImageProblem, probe

__all__ = ["ImageHeader", "ImageProblem", "probe"]
