"""Reasons of the apps above to keep the files of a photo that was deleted, for the moment."""

from collections.abc import Callable

Holder = Callable[[str], bool]

_holders: list[Holder] = []


def add_holder(holder: Holder) -> Holder:
    """Files of a folder of which ``holder`` says so stay; it asks for their removal when it lets go."""
    _holders.append(holder)
    return holder


def is_held(folder: str) -> bool:
    return any(holder(folder) for holder in _holders)
