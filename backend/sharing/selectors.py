"""Reading what was shared: by the record's owner, and by the practice that shared it."""

from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from backend.accounts.models import User
from backend.practices.models import Membership
from backend.sharing.guard import with_grounds
from backend.sharing.models import AccessEvent, Publication, ShareAccess, ShareGrant
from backend.subjects.access import Permission
from backend.subjects.guarded import one_of
from backend.subjects.models import CareRelation, Subject
from backend.subjects.selectors import Actor, members_who, not_allowed, open_relations


def grants_for(user: Actor, *, subject: UUID | None = None) -> QuerySet[ShareGrant]:
    """The register that ``user`` may read, newest first: of their own records every grant, whoever made it; of those in
    their practice's care, while they may share from them, that practice's.
    """
    return _listed(ShareGrant.objects.filter(_reach(user)), subject)


def grant_for(user: Actor, grant_id: UUID) -> ShareGrant:
    """Raises NotFound for a stranger, DomainError ``not_allowed`` for somebody who may only do other things."""
    return one_of(user, grants_for(user), grant_id)


def grants_received(user: User) -> QuerySet[ShareGrant]:
    """What was shared with the account, newest first."""
    return _listed(ShareGrant.objects.filter(recipient_account=user), None)


def accesses_for(user: User, grant_id: UUID) -> QuerySet[ShareAccess]:
    """Who opened a grant or was refused, newest first; for the record's owner and whoever made it.

    Raises NotFound, DomainError ``not_allowed``.
    """
    grant = grant_for(user, grant_id)
    if user.pk not in {grant.subject.owner_id, grant.created_by_id}:
        raise not_allowed()
    return ShareAccess.objects.filter(grant=grant).order_by("-at", "-id")


def publications_for(
    user: Actor, *, practice: UUID | None = None, subject: UUID | None = None
) -> QuerySet[Publication]:
    """What was published on the strength of consents: of one's own records all, and that of one's practices."""
    if not isinstance(user, User):
        return Publication.objects.none()
    mine = Q(consent__subject__owner=user)
    ours = Q(practice__in=sharing_memberships(user).values("practice"))
    publications = Publication.objects.filter(mine | ours).select_related("practice", "consent")
    if practice:
        publications = publications.filter(practice=practice)
    if subject:
        publications = publications.filter(consent__subject=subject)
    return publications.order_by("-created_at", "-id")


def knows_publications(user: User, subject: UUID) -> bool:
    """Whether what was published of a record may be ``user``'s to read: its owner's, or that of their practice."""
    relations = CareRelation.objects.filter(practice__in=sharing_memberships(user).values("practice"))
    own = Subject.objects.filter(pk=subject, owner=user)
    return own.exists() or relations.filter(subject=subject).exists()


def publication_for(user: Actor, publication_id: UUID) -> Publication:
    """Raises as :func:`grant_for` does."""
    return one_of(user, publications_for(user), publication_id, subject="consent__subject")


def sharing_memberships(user: User) -> QuerySet[Membership]:
    """Of ``user``, in whose role a practice's clients' pictures may be shared."""
    return members_who(user, may=Permission.SHARE)


def shares_for_practice(user: User, subject: UUID, practice: UUID) -> bool:
    """Whether ``user`` may share from the record in the practice's name now."""
    return open_relations(user, may=Permission.SHARE).filter(subject=subject, practice=practice).exists()


def _reach(user: Actor) -> Q:
    if not isinstance(user, User):
        return Q(pk__in=[])
    relations = open_relations(user, may=Permission.SHARE).filter(subject=OuterRef("subject"))
    return Q(subject__owner=user) | Q(practice__in=relations.values("practice"))


def _listed(grants: QuerySet[ShareGrant], subject: UUID | None) -> QuerySet[ShareGrant]:
    if subject:
        grants = grants.filter(subject=subject)
    accesses = ShareAccess.objects.filter(grant=OuterRef("pk"), event=AccessEvent.OPENED).order_by().values("grant")
    return (
        with_grounds(grants, timezone.now())
        .annotate(
            access_count=Subquery(accesses.annotate(n=Count("pk")).values("n")),
            last_access_at=Subquery(accesses.annotate(last=Max("at")).values("last")),
        )
        .order_by("-created_at", "-id")
    )
