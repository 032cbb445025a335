"""Cursor pagination: pages that stay right while rows come and go."""

from rest_framework.pagination import CursorPagination

PAGE_SIZE = 60
MAX_PAGE_SIZE = 200


class NewestFirstPagination(CursorPagination):
    """Newest first by creation; a list with another order names it on its view."""

    ordering = ("-created_at", "-id")
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE
