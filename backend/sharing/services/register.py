"""Reading the register of shares: whoever is not the record's owner is written down as having seen it."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.audit.models import AuditObject
from backend.sharing.models import Publication, ShareAccess, ShareGrant
from backend.sharing.selectors import accesses_for, grant_for, grants_for, knows_publications, publications_for
from backend.subjects.access import Permission
from backend.subjects.guarded import note_seen, note_subject_seen
from backend.subjects.selectors import in_reach, listed_subject, not_allowed, subject_for


def list_shares(*, actor: User, subject: UUID | None) -> QuerySet[ShareGrant]:
    """Of the named record, else of the actor's own, newest first. A stranger's list is empty.

    Raises DomainError ``not_allowed`` for whoever may do other things with the record than share from it.
    """
    listed = listed_subject(actor, subject)
    if in_reach(actor, listed):
        note_subject_seen(actor, subject_for(actor, listed, may=Permission.SHARE), AuditObject.SHARE)
    return grants_for(actor, subject=listed)


def list_publications(*, actor: User, practice: UUID | None, subject: UUID | None) -> QuerySet[Publication]:
    """Of a practice, a record or both, newest first; of the actor's own record when none is named.

    A practice goes on knowing what it published, whatever became of the care: it may have to take it down. Raises
    DomainError ``not_allowed`` for whoever may only do other things with the record.
    """
    if practice is None:
        subject = listed_subject(actor, subject)
        if in_reach(actor, subject) and not knows_publications(actor, subject):
            raise not_allowed()
    return publications_for(actor, practice=practice, subject=subject)


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
