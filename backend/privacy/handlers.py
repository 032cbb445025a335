"""Names of this app's queued work."""

SEAL = "privacy.seal"
DISCARD = "privacy.discard"
SWEEP = "privacy.sweep"
