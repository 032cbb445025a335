"""Names of this app's queued work."""

MEASURE = "measures.measure"
FILL = "measures.fill"
