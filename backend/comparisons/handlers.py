"""Names of this app's queued work."""

RENDER = "comparisons.render"
REMOVE_FILM = "comparisons.remove_film"
