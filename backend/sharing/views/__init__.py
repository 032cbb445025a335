"""Shares over HTTP: for those who share, and for those who look."""
