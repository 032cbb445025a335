"""The worker's side: the mail with a link that hands a record to its owner."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail

from backend.common.tokens import new_token
from backend.subjects.relations import live_relations, open_claims

_FROM_PRACTICE = """\
{who} keeps a record of pictures of your face in Likeness, or is about to. It is yours.

Open this link to make it your own. You decide then who may see it, and for how long:
{link}

The link works once, until {until}. If you don't know them, do nothing.
"""
_FROM_OWNER = """\
{who} hands a record of pictures of your face in Likeness over to you.

Open this link to make it your own. You decide then who may see it, and for how long:
{link}

The link works once, until {until}. If you don't know them, do nothing.
"""


def mail_claim(claim_id: UUID) -> None:
    """Send the link to the address that the claim names; nothing once it is used, revoked or expired.

    A second try makes the link of the first one void.
    """
    claim = open_claims().filter(pk=claim_id).exclude(email="").first()
    if claim is None:
        return
    token, claim.mailed_token_hash = new_token()
    claim.save(update_fields=["mailed_token_hash"])
    maker = claim.created_by.email if claim.created_by else "Somebody"
    practices = [relation.practice.name for relation in live_relations(claim.subject)]
    is_hand_over = claim.subject.owner_id is not None
    words = (_FROM_OWNER if is_hand_over else _FROM_PRACTICE).format(
        who=maker if is_hand_over or not practices else practices[0],
        link=f"{settings.ORIGIN}/claim/{token}",
        until=f"{claim.expires_at.day} {claim.expires_at:%B %Y, %H:%M} UTC",
    )
    send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}your record", words, None, [claim.email])
