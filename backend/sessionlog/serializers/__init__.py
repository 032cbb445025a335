"""Shapes of the session log."""

from backend.sessionlog.serializers.sessions import SessionSerializer, session_json

__all__ = ["SessionSerializer", "session_json"]
