"""What may be done with a record, and which role in a practice may do it."""

from enum import StrEnum
from typing import Final

from backend.practices.models import Role


class Permission(StrEnum):
    """One thing that may be done with a subject's record. Its owner may do everything."""

    SEE = "see"
    ADD_PHOTOS = "add_photos"
    ADD_SESSIONS = "add_sessions"
    SHARE = "share"
    # Rename, delete, choose who else may see: the owner's, or the practice's while a client has not claimed it.
    MANAGE = "manage"


_ALL_OF_CARE: Final = frozenset({Permission.SEE, Permission.ADD_PHOTOS, Permission.ADD_SESSIONS, Permission.SHARE})

ROLE_MAY: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: _ALL_OF_CARE | {Permission.MANAGE},
    Role.PRACTITIONER: _ALL_OF_CARE | {Permission.MANAGE},
    # Uploads, and sees the baseline that a new photo is matched with; nothing else.
    Role.ASSISTANT: frozenset({Permission.ADD_PHOTOS}),
    Role.REVIEWER: frozenset({Permission.SEE}),
}

RELATION_MAY: Final[dict[Permission, dict[str, bool]]] = {
    Permission.SEE: {"allows_see": True},
    Permission.ADD_PHOTOS: {"allows_add_photos": True},
    Permission.ADD_SESSIONS: {"allows_add_sessions": True},
    Permission.SHARE: {"allows_share": True},
    Permission.MANAGE: {"subject__owner__isnull": True},
}
"""What a care relation has to say for each, beside being open."""


def roles_with(permission: Permission) -> list[Role]:
    return [role for role, may in ROLE_MAY.items() if permission in may]
