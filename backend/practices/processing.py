"""The worker's side: the mail with an invitation."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail

from backend.common.tokens import new_token
from backend.practices.models import StaffInvitation
from backend.practices.selectors import open_invitations

_WORDS = """\
{practice} invites you to work with them in Likeness, as {role}.

Accept here, signed in as {email}:
{link}

The link works once, until {until}. If you don't know them, do nothing.
"""


def mail_invitation(invitation_id: UUID) -> None:
    """Send the link to the address that the invitation names; nothing once it is accepted, revoked or expired.

    A second try makes the link of the first one void.
    """
    invitation: StaffInvitation | None = open_invitations().filter(pk=invitation_id).exclude(email="").first()
    if invitation is None:
        return
    token, invitation.mailed_token_hash = new_token()
    invitation.save(update_fields=["mailed_token_hash"])
    words = _WORDS.format(
        practice=invitation.practice.name,
        role=invitation.get_role_display().lower(),
        email=invitation.email,
        link=f"{settings.ORIGIN}/invite/{token}",
        until=f"{invitation.expires_at.day} {invitation.expires_at:%B %Y, %H:%M} UTC",
    )
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}an invitation from {_one_line(invitation.practice.name)}"
    send_mail(subject, words, None, [invitation.email])


def _one_line(name: str) -> str:
    """A line break in a subject is refused by the mail library."""
    return " ".join(name.split())
