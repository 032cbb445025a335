"""What people do about consent: write texts, sign, withdraw. Nothing here changes what was signed."""

from backend.consent.services.records import add_event, require_permission, sign, withdraw
from backend.consent.services.texts import draft_text, publish_text, review_text

__all__ = ["add_event", "draft_text", "publish_text", "require_permission", "review_text", "sign", "withdraw"]
