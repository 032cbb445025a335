"""Cursor pagination: pages that stay right while rows come and go."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from backend.common.errors import DomainError

PAGE_SIZE = 60
MAX_PAGE_SIZE = 200


def invalid_cursor() -> DomainError:
    return DomainError("invalid_cursor", "This page address is not one of ours. Start again from the newest entry.")


class NewestFirstPagination(CursorPagination):
    """Newest first by creation; a list with another order names it on its view."""

    ordering: tuple[str, ...] = ("-created_at", "-id")
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any] | None:
        """Raises DomainError ``invalid_cursor`` for a cursor that is none of ours."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as problem:
            raise invalid_cursor() from problem
