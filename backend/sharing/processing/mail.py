"""The mail that says that something was shared with an account. A link's token is nobody's here: it is not mailed."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from backend.sharing.guard import OVER, ends_at, status_of, with_grounds
from backend.sharing.models import ShareGrant
from backend.sharing.words import full_date

_WORDS = """\
{sender} shares photos with you in Likeness, until {until}.

Look here, signed in as {email}:
{link}
"""


def tell_recipient(grant_id: UUID) -> None:
    """Send it; nothing where the share is over or was made by link."""
    grant = with_grounds(ShareGrant.objects.filter(pk=grant_id), timezone.now()).first()
    if grant is None or grant.recipient_account is None or status_of(grant, timezone.now()) in OVER:
        return
    words = _WORDS.format(
        sender=shared_by(grant),
        until=full_date(ends_at(grant)),
        email=grant.recipient_account.email,
        link=f"{settings.ORIGIN}/shared/{grant.pk}/",
    )
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}photos are shared with you"
    send_mail(subject, words, None, [grant.recipient_account.email])


def shared_by(grant: ShareGrant) -> str:
    """The practice, or the address of whoever shares their own record."""
    if grant.practice is not None:
        return grant.practice.name
    return grant.created_by.email if grant.created_by else ""
