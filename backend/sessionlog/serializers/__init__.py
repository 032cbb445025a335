"""Shapes of the session log."""

from backend.sessionlog.serializers.sessions import SessionSerializer

__all__ = ["SessionSerializer"]
