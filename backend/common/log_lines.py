"""A line of the log as JSON, for machines that collect it: what happened and to which ids, nothing of whom.

No e-mail address, no name of a file, no query, no token, no address of a phone. What an exception says may hold any of
them (a database quotes the row that it refuses), so its kind and its place in the code are kept and its words are not.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

_E_MAIL: Final = re.compile(r"[^\s\"'<>()\[\]{},;:=/]+@[^\s\"'<>()\[\]{},;:=/]+")
_NAMED_PART: Final = re.compile(r"\(\?P<(\w+)>(?:\[[^\]]*\]|[^()\[\]])*\)|<(?:\w+:)?(\w+)>")
_PLAIN: Final = re.compile(r"[\w/.…-]*")
# What a call may add to its line with ``extra``.
_EXTRAS: Final = ("method", "path", "status", "milliseconds")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_job_id: ContextVar[str] = ContextVar("job_id", default="")


@contextmanager
def answering(request_id: str) -> Iterator[None]:
    """Lines written within it name the request."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


@contextmanager
def working_on(job_id: UUID) -> Iterator[None]:
    """Lines written within it name the job."""
    token = _job_id.set(str(job_id))
    try:
        yield
    finally:
        _job_id.reset(token)


def shown_path(request: HttpRequest) -> str:
    """The address by its route, with ids and numbers in it and ``…`` for all else that a person put there.

    Addresses that are no route's, and the app's own, are named in angle brackets.
    """
    match = request.resolver_match
    if match is None:
        return "<no route>"

    def told(part: re.Match[str]) -> str:
        value = match.kwargs.get(part[1] or part[2], "")
        return str(value) if _is_id(value) else "…"

    route = _NAMED_PART.sub(told, match.route).replace("/^", "/").removesuffix("$")
    return f"/{route}" if _PLAIN.fullmatch(route) else f"<{match.view_name}>"


def _is_id(value: object) -> bool:
    if isinstance(value, UUID | int):
        return True
    try:
        return str(UUID(str(value))) == value
    except ValueError:
        return False


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, message; where there are such, request, job, and what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        request_id = _request_id.get()
        message = record.getMessage()
        if isinstance(request, HttpRequest):
            # Django writes of an answer when the request is over, and names its path.
            request_id = request_id or getattr(request, "request_id", "")
            message = message.replace(request.path, shown_path(request)) if len(request.path) > 1 else message
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _E_MAIL.sub("…@…", message),
            "process": record.process,
        }
        line |= {"request": request_id} if request_id else {}
        line |= {"job": _job_id.get()} if _job_id.get() else {}
        line |= {name: getattr(record, name) for name in _EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["problems"] = _kinds(record.exc_info[1])
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def kind_and_place(problem: BaseException) -> str:
    """What went wrong and where in Likeness, in one line without the exception's own words."""
    root = str(settings.BASE_DIR)
    places = [
        place
        for place in traceback.extract_tb(problem.__traceback__)
        if place.filename.startswith(root) and "site-packages" not in place.filename
    ]
    kind = type(problem).__qualname__
    if not places:
        return kind
    last = places[-1]
    return f"{kind} at {Path(last.filename).relative_to(root)}:{last.lineno}, {last.name}"


def _kinds(problem: BaseException | None) -> list[str]:
    """The exception's class, and those of the ones behind it, the last one first."""
    kinds: list[str] = []
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        kinds.append(f"{type(problem).__module__}.{type(problem).__qualname__}")
        problem = problem.__cause__ or problem.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
