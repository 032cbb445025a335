"""Reading the register of shares: whoever is not the record's owner is written down as having seen it."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditObject
from backend.sharing.models import ShareAccess, ShareGrant
from backend.sharing.selectors import accesses_for, grant_for, grants_for
from backend.subjects.access import Permission
from backend.subjects.guarded import note_seen, note_subject_seen
from backend.subjects.selectors import in_reach, listed_subject, subject_for


def open_register(*, actor: User, subject: UUID | None) -> UUID:
    """Whose register a list shows: the named record's, else the actor's own. A stranger's list is empty.

    Raises DomainError ``not_allowed`` for whoever may do other things with the record than share from it.
    """
    listed = listed_subject(actor, subject)
    if in_reach(actor, listed):
        note_subject_seen(actor, subject_for(actor, listed, may=Permission.SHARE), AuditObject.SHARE)
    return listed


def list_shares(*, actor: User, subject: UUID | None) -> QuerySet[ShareGrant]:
    """Newest first. Raises as :func:`open_register` does."""
    return grants_for(actor, subject=open_register(actor=actor, subject=subject))


def read_share(*, actor: User, grant_id: UUID) -> ShareGrant:
    """Raises NotFound, DomainError ``not_allowed``."""
    grant = grant_for(actor, grant_id)
    note_seen(actor, grant, AuditObject.SHARE)
    return grant


def read_accesses(*, actor: User, grant_id: UUID) -> QuerySet[ShareAccess]:
    """Who opened it or was refused, newest first. Raises NotFound, DomainError ``not_allowed``."""
    accesses = accesses_for(actor, grant_id)
    note_seen(actor, grant_for(actor, grant_id), AuditObject.SHARE)
    return accesses
