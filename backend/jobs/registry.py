"""Handlers by name. Apps above register theirs in ``tasks``; the worker loads those modules, the web does not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

from backend.jobs.heartbeat import MAX_JOB_SECONDS
from backend.jobs.lease import Lease

Work = Callable[[Lease, str], None]


@dataclass(frozen=True)
class Handler:
    """``work`` may run twice and must not mind; ``on_parked`` tells the app above that it will not run again.

    Work that runs longer than ``max_seconds`` is taken to hang; work that may run longer than one photo's is *long*.
    ``at_start``: queued whenever a worker starts, without a key.
    """

    name: str
    work: Work
    on_parked: Callable[[str], None] | None
    max_seconds: float = MAX_JOB_SECONDS
    at_start: bool = False

    @property
    def is_long(self) -> bool:
        """It may take longer than anybody should wait for a photo; the worker keeps it out of the way of such work."""
        return self.max_seconds > MAX_JOB_SECONDS


_handlers: dict[str, Handler] = {}


def handler(
    name: str,
    *,
    on_parked: Callable[[str], None] | None = None,
    max_seconds: float = MAX_JOB_SECONDS,
    at_start: bool = False,
) -> Callable[[Work], Work]:
    """Register ``work(lease, key)`` under ``name``. Raises ValueError when the name is taken."""

    def register(work: Work) -> Work:
        if name in _handlers:
            raise ValueError(f"two handlers are called {name}")
        _handlers[name] = Handler(name, work, on_parked, max_seconds, at_start)
        return work

    return register


def find_handler(name: str) -> Handler | None:
    return _handlers.get(name)


def names_at_start() -> list[str]:
    return [one.name for one in _handlers.values() if one.at_start]


def names_of_long_work() -> list[str]:
    return [one.name for one in _handlers.values() if one.is_long]


def load_handlers() -> None:
    """Import the ``tasks`` module of every app."""
    autodiscover_modules("tasks")
