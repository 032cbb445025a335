"""Who may stand how to a record: one role for each way, and what it may do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from backend.accounts.models import User
from backend.audit.models import ActorRole
from backend.consent.models import ConsentRecord
from backend.practices.models import Membership, Practice, Role
from backend.subjects.access import Permission
from backend.subjects.models import CareRelation, Side, Subject
from tests.backend.care import PRACTICE, consent_to_care, withdraw
from tests.conftest import make_user

SEE, ADD_PHOTOS, ADD_SESSIONS, SHARE, MANAGE = Permission
CARE = frozenset({SEE, ADD_PHOTOS, ADD_SESSIONS, SHARE})


@dataclass(frozen=True)
class Care:
    """Alice's record in the care of a practice, with all that she can allow it."""

    subject: Subject
    practice: Practice
    relation: CareRelation
    consent: ConsentRecord
    accounts: dict[str, User]


def take_into_care(alice: User, bob: User) -> Care:
    """The practice, one account for each of its roles, and the consent that opens the record to them."""
    subject = Subject.objects.get(owner=alice, is_self=True)
    practice = Practice.objects.create(**PRACTICE)
    accounts = {"owner of the record": alice, "stranger": bob}
    for role in Role:
        accounts[role.value] = make_user(f"the-{role.value}")
        Membership.objects.create(practice=practice, account=accounts[role.value], role=role)
    relation = CareRelation.objects.create(
        subject=subject, practice=practice, invited_by=Side.CLIENT, accepted_at=timezone.now(), allows_share=True
    )
    return Care(subject, practice, relation, consent_to_care(subject, practice), accounts)


def _as_it_is(_care: Care) -> None:
    return None


def _end_relation(care: Care) -> None:
    CareRelation.objects.filter(pk=care.relation.pk).update(ended_at=timezone.now(), ended_by=Side.CLIENT)


def _never_accept(care: Care) -> None:
    CareRelation.objects.filter(pk=care.relation.pk).update(accepted_at=None)


def _withdraw(care: Care) -> None:
    withdraw(care.consent)


def _let_expire(care: Care) -> None:
    ConsentRecord.objects.filter(pk=care.consent.pk).update(
        valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now() - timedelta(days=1)
    )


def _leave_practice(care: Care) -> None:
    Membership.objects.filter(account=care.accounts["practitioner"]).update(ended_at=timezone.now())


def _require_second_factor(care: Care) -> None:
    Practice.objects.filter(pk=care.practice.pk).update(second_factor_required=True)


def _not_allow(*columns: str) -> Callable[[Care], None]:
    def change(care: Care) -> None:
        CareRelation.objects.filter(pk=care.relation.pk).update(**dict.fromkeys(columns, False))

    return change


def _unclaim(care: Care) -> None:
    Subject.objects.filter(pk=care.subject.pk).update(owner=None, is_self=False)


class Part(StrEnum):
    """What somebody is to a record beside what they may do with it."""

    OWNS = "owns it"
    # Works in the practice, in a role that sees clients: the relation is theirs to know, open or ended.
    RELATES = "knows of the care relation"
    LIVE = "and it has not ended"
    # Of these, who takes clients in and ends their care.
    TREATS = "treats"
    # Of a relation that stands, the practice knows what was agreed to with it.
    AGREED = "knows what was agreed to with the practice"


@dataclass(frozen=True)
class Standing:
    """A way to stand to alice's record: as which account, after what has happened, and what may be done then."""

    account: str
    may: frozenset[Permission]
    acts_as: ActorRole | None = None
    given: Callable[[Care], None] = _as_it_is
    parts: frozenset[Part] = frozenset()


_PRACTITIONER = ActorRole.PRACTITIONER
_TREATS = frozenset(Part) - {Part.OWNS}
_OWNS = frozenset(Part) - {Part.TREATS}
NOTHING: frozenset[Permission] = frozenset()
STANDINGS: dict[str, Standing] = {
    "owner of the record": Standing(
        "owner of the record",
        CARE | {MANAGE},
        ActorRole.RECORD_OWNER,
        parts=_OWNS,
    ),
    "owner of the practice": Standing("owner", CARE, ActorRole.PRACTICE_OWNER, parts=_TREATS),
    "practitioner": Standing("practitioner", CARE, _PRACTITIONER, parts=_TREATS),
    "practitioner, unclaimed": Standing("practitioner", CARE | {MANAGE}, _PRACTITIONER, _unclaim, _TREATS),
    "assistant": Standing("assistant", frozenset({ADD_PHOTOS}), ActorRole.ASSISTANT),
    "assistant, unclaimed": Standing("assistant", frozenset({ADD_PHOTOS}), ActorRole.ASSISTANT, _unclaim),
    "reviewer": Standing("reviewer", frozenset({SEE}), ActorRole.REVIEWER, parts=_TREATS - {Part.TREATS}),
    "not allowed to see": Standing("practitioner", CARE - {SEE}, _PRACTITIONER, _not_allow("allows_see"), _TREATS),
    "not allowed to add photos": Standing(
        "practitioner", CARE - {ADD_PHOTOS}, _PRACTITIONER, _not_allow("allows_add_photos"), _TREATS
    ),
    "not allowed to add sessions": Standing(
        "practitioner", CARE - {ADD_SESSIONS}, _PRACTITIONER, _not_allow("allows_add_sessions"), _TREATS
    ),
    "not allowed to share": Standing(
        "practitioner", CARE - {SHARE}, _PRACTITIONER, _not_allow("allows_share"), _TREATS
    ),
    "allowed to add sessions alone": Standing(
        "practitioner",
        frozenset({ADD_SESSIONS}),
        _PRACTITIONER,
        _not_allow("allows_see", "allows_add_photos", "allows_share"),
        _TREATS,
    ),
    "relation ended": Standing(
        "practitioner", NOTHING, _PRACTITIONER, _end_relation, frozenset({Part.RELATES, Part.TREATS})
    ),
    "relation not accepted": Standing("practitioner", NOTHING, _PRACTITIONER, _never_accept, _TREATS - {Part.AGREED}),
    "consent withdrawn": Standing("practitioner", NOTHING, _PRACTITIONER, _withdraw, _TREATS),
    "consent expired": Standing("practitioner", NOTHING, _PRACTITIONER, _let_expire, _TREATS),
    "no longer a member": Standing("practitioner", NOTHING, None, _leave_practice),
    "without the second factor": Standing("practitioner", NOTHING, None, _require_second_factor),
    "stranger": Standing("stranger", NOTHING),
}
