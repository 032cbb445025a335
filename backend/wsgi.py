"""The WSGI entry of the web process."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from backend.common.at_rest.keyset import keyset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

application = get_wsgi_application()


def settle() -> None:
    """Load what the first request would load, and leave it out of every later garbage collection.

    Some 140,000 objects stand after a start and stay for good. Walking through them took 65-150 ms in the middle of
    a request, once in twenty pages of the timeline; what remains to be walked is what requests themselves leave.
    """
    _ = get_resolver().url_patterns
    # With the wrong master key, say so now and not at the first photo.
    keyset()
    gc.collect()
    gc.freeze()


settle()
