"""Answers that carry a sealed copy, once a service has let them pass."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse

from backend.common.errors import NotFound
from backend.privacy.models import SealedCopy

logger = logging.getLogger(__name__)


def copy_answer(copy: SealedCopy) -> FileResponse:
    """Raises NotFound for a file that was lost."""
    try:
        file = default_storage.open(copy.key)
    except FileNotFoundError as problem:
        logger.error("no file is stored under %s", copy.key)
        raise NotFound from problem
    answer = FileResponse(
        file, content_type="application/zip", as_attachment=True, filename=f"sealed-copy-{copy.created_at:%Y-%m-%d}.zip"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
