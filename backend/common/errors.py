"""One error shape for the whole API: ``{code, message, fields}``."""

import logging
import math
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from backend.common.at_rest.problems import Unreadable

logger = logging.getLogger(__name__)


class DomainError(Exception):
    """Something a person asked for that cannot be done: what happened, and what to do.

    ``code`` is stable and machine-readable, ``message`` a sentence for the person, ``http_status`` a 4xx or 5xx.
    """

    def __init__(self, code: str, message: str, *, http_status: int = status.HTTP_400_BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.http_status = http_status


class NotFound(DomainError):
    """It does not exist, or it is not yours; which of the two is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "not_found", "There is nothing here, or it is not yours.", http_status=status.HTTP_404_NOT_FOUND
        )


class FileDamaged(DomainError):
    """What is stored cannot be decrypted."""

    def __init__(self) -> None:
        super().__init__(
            "file_damaged",
            "This file was damaged where the server keeps it, or belongs to other keys. Whoever runs the server can "
            "put it back from a backup.",
            http_status=status.HTTP_500_INTERNAL_SERVER_ERROR,
        )


def error_body(code: str, message: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "fields": fields or {}}


def exception_handler(problem: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into the one shape; anything unknown stays a 500 for the log."""
    set_rollback()
    if isinstance(problem, Unreadable):
        logger.error("a stored file cannot be read: %s", problem)
        problem = FileDamaged()
    match problem:
        case DomainError():
            return Response(error_body(problem.code, problem.message), status=problem.http_status)
        case RequestDataTooBig():
            return Response(
                error_body("too_large", "That is more than is taken at once. Nothing was saved."), status=413
            )
        case SuspiciousOperation() | RecursionError():
            body = error_body("invalid", "This request cannot be read. Nothing was saved.")
            return Response(body, status=status.HTTP_400_BAD_REQUEST)
        case Http404():
            return exception_handler(NotFound(), context)
        case PermissionDenied():
            return exception_handler(exceptions.PermissionDenied(), context)
        case exceptions.ValidationError():
            return Response(_validation_body(problem.detail), status=problem.status_code)
        case exceptions.APIException():
            return Response(_api_body(problem), status=problem.status_code, headers=_headers(problem))
    return None


def _api_body(problem: exceptions.APIException) -> dict[str, Any]:
    code = problem.get_codes()
    return error_body(code if isinstance(code, str) else "invalid", str(problem.detail))


def _headers(problem: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if header := getattr(problem, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(problem, "wait", None)) is not None:
        headers["Retry-After"] = str(math.ceil(wait))
    return headers


def _validation_body(detail: Any) -> dict[str, Any]:
    if not isinstance(detail, dict):
        return error_body("invalid", " ".join(_flatten(detail)))
    fields = {name: _flatten(value) for name, value in detail.items()}
    return error_body("invalid", "Some values cannot be used. Nothing was saved.", fields)


def _flatten(detail: Any) -> list[str]:
    """Sentences out of the nested lists and dicts in which serializers report."""
    if isinstance(detail, dict):
        return [sentence for value in detail.values() for sentence in _flatten(value)]
    if isinstance(detail, list | tuple):
        return [sentence for value in detail for sentence in _flatten(value)]
    return [str(detail)]
