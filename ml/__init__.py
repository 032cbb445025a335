"""Likeness's face geometry: arrays in, arrays and frozen dataclasses out. No Django, no HTTP, no network.

Conventions, stated once and kept everywhere in this package:

- An image is ``(H, W, 3)`` RGB ``uint8``, upright, sRGB.
- Points are ``(N, 2)`` ``float64`` as ``(x, y)`` pixels, **pixel centres at integers**, origin at the centre of the
  top-left pixel. So an image of width ``W`` covers x from −0.5 to W − 0.5, and a resize by ``s`` maps
  ``x → s·(x + 0.5) − 0.5``.
- A transform is a 2×3 ``float64`` matrix that maps **source → canonical**: ``q = M[:, :2] @ p + M[:, 2]``. It is always
  a similarity (rotation, one uniform scale, translation; no mirror): a face is moved, never reshaped.
- Rotation angles are in degrees; positive turns +x towards +y, which on a screen (y down) is clockwise.
- Sizes are ``(width, height)``, and appear only where pixels are made or measured.
- Left and right are the **subject's**: in an unmirrored frontal photo the subject's right eye has the smaller x.
- Lengths that compare faces are in interocular distances (IOD, between the eye centres); an eye centre is the middle
  of the two eye corners, since the iris moves with the gaze and the lids with a blink.
- What an ordinary photo can cause (no face, several, unreadable) is a ``Rejection(reason)``, a value; never ``None``,
  never an exception. Exceptions are for callers' mistakes and broken installations.

Only ``imaging.py`` imports Pillow, only ``landmarks/mediapipe.py`` imports mediapipe.
"""
