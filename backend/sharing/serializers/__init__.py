"""Shapes of what this app takes and answers."""
