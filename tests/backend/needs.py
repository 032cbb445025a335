"""What each route about a record needs: which permission, or what somebody has to be to it; and what is written down.

A route that names a record and has no row here makes test_roles.py fail. Those about a practice stand in
test_practice_roles.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from backend.audit.models import AuditAction
from backend.subjects.access import Permission
from tests.backend.roles import ADD_PHOTOS, ADD_SESSIONS, MANAGE, SEE, SHARE, STANDINGS, Part, Standing
from tests.backend.routes import RECORDS

A = AuditAction
Done = Callable[[Standing], list[AuditAction]]


def unwritten(_standing: Standing) -> list[AuditAction]:
    """Nothing of a record is read or changed."""
    return []


def seen(standing: Standing) -> list[AuditAction]:
    return [] if Part.OWNS in standing.parts else [AuditAction.SEEN]


def always(*actions: AuditAction) -> Done:
    return lambda _standing: list(actions)


@dataclass(frozen=True)
class Need:
    """Who is let in, and what is written down of it; by default a look, a change, a deletion.

    Whoever is not is told so if they may do anything with the record, or are ``told``: for all others it isn't there.
    """

    lets_in: Callable[[Standing], bool]
    written: Done | None = None
    told: Part = Part.OWNS

    def done(self, method: str, standing: Standing) -> list[AuditAction]:
        if self.written is not None:
            return self.written(standing)
        usual = {"get": seen, "delete": always(AuditAction.DELETED)}
        return usual.get(method, always(AuditAction.CHANGED))(standing)


def needs(*permissions: Permission, written: Done | None = None, told: Part = Part.OWNS) -> Need:
    return Need(lambda standing: standing.may.issuperset(permissions), written, told)


def is_for(*parts: Part, written: Done | None = None, told: Part = Part.OWNS) -> Need:
    """Whoever is one of these."""
    return Need(lambda standing: not standing.parts.isdisjoint(parts), written, told)


READ = needs(SEE)
ADD_A_PHOTO = needs(ADD_PHOTOS)
ADD_A_SESSION = needs(ADD_SESSIONS)
WITH_PHOTOS = needs(SEE, ADD_PHOTOS)
WITH_SESSIONS = needs(SEE, ADD_SESSIONS)
# Of what somebody else has added.
CHANGE = needs(SEE, MANAGE)
# Alice's own share and the practice's end with a photo that both show.
DELETE_A_PHOTO = needs(SEE, MANAGE, written=always(A.DELETED, A.SHARE_REVOKED, A.SHARE_REVOKED))
# Its own publications a practice goes on knowing, whatever became of the care.
PUBLISHED = is_for(Part.OWNS, Part.TREATS, written=unwritten)
AGREED = is_for(Part.AGREED, written=seen)
# Whoever made the share: a practitioner.
OF_ITS_MAKER = Need(lambda who: Part.OWNS in who.parts or (SHARE in who.may and who.account == "practitioner"))


def accepted(standing: Standing) -> list[AuditAction]:
    return [A.CARE_ACCEPTED] if standing is STANDINGS["relation not accepted"] else []


def care_ended(standing: Standing) -> list[AuditAction]:
    """With it, what the practice shares, where a withdrawal has not ended that already."""
    if standing is STANDINGS["relation ended"]:
        return []
    return [A.CARE_ENDED] if standing is STANDINGS["consent withdrawn"] else [A.CARE_ENDED, A.SHARE_REVOKED]


NEEDS: dict[str, dict[str, Need]] = {
    "api/v1/subjects/<subject>/": {"get": Need(lambda standing: bool(standing.may)), "patch": needs(MANAGE)},
    "api/v1/subjects/<subject>/ghosts/": {"get": ADD_A_PHOTO},
    # It tells of files that one holds oneself, and so leaves no trace.
    "api/v1/subjects/<subject>/known-photos/": {"post": needs(ADD_PHOTOS, written=unwritten)},
    "api/v1/subjects/<subject>/ghosts/<series>": {"get": ADD_A_PHOTO},
    "api/v1/subjects/<subject>/care-relations/": {
        "get": is_for(Part.RELATES, written=unwritten),
        "post": is_for(Part.OWNS, written=unwritten, told=Part.LIVE),
    },
    "api/v1/subjects/<subject>/claims/": {
        "get": needs(MANAGE, written=unwritten, told=Part.LIVE),
        "post": needs(MANAGE, written=always(A.ADDED), told=Part.LIVE),
    },
    "api/v1/subjects/<subject>/audit/": {"get": is_for(Part.OWNS, written=unwritten, told=Part.LIVE)},
    "api/v1/subjects/<subject>/audit/export": {"get": is_for(Part.OWNS, written=always(A.EXPORTED), told=Part.LIVE)},
    "api/v1/subjects/<subject>/sealed-copies/": {"get": is_for(Part.OWNS, written=unwritten, told=Part.LIVE)},
    "api/v1/care-relations/<relation>/": {
        "get": is_for(Part.RELATES, written=unwritten),
        "patch": is_for(Part.OWNS, written=always(A.CARE_CHANGED), told=Part.RELATES),
    },
    "api/v1/care-relations/<relation>/accept/": {"post": is_for(Part.TREATS, written=accepted, told=Part.RELATES)},
    "api/v1/care-relations/<relation>/end/": {
        "post": is_for(Part.OWNS, Part.TREATS, written=care_ended, told=Part.RELATES)
    },
    "api/v1/claims/<claim>/": {"delete": needs(MANAGE, told=Part.LIVE)},
    "api/v1/photos/<photo>/": {"get": READ, "patch": CHANGE, "delete": DELETE_A_PHOTO},
    # Alice's own: nobody goes on with what somebody else has begun.
    "api/v1/photos/uploads/<upload>/": dict.fromkeys(("get", "patch", "delete"), is_for(Part.OWNS, written=unwritten)),
    "api/v1/photos/<photo>/retry/": {"post": needs(SEE, ADD_PHOTOS, written=unwritten)},
    "api/v1/photos/<photo>/override/": {"put": CHANGE},
    "api/v1/photos/<photo>/closeups/": {"post": needs(SEE, written=unwritten)},
    "api/v1/photos/<photo>/original": {"get": READ},
    "api/v1/photos/<photo>/renditions/<spec>": {"get": READ},
    "api/v1/series/<series>/": {"get": READ, "patch": WITH_PHOTOS},
    "api/v1/timelapses/<timelapse>/": {"get": READ, "delete": CHANGE},
    "api/v1/timelapses/<timelapse>/film": {"get": READ},
    "api/v1/blind-rounds/<blind-round>/": {"get": READ, "delete": CHANGE},
    "api/v1/blind-trials/<trial>/answer/": {"put": WITH_PHOTOS},
    "api/v1/blind-trials/<trial>/pictures/<letter>": {"get": READ},
    "api/v1/sessions/<session>/": {"get": READ, "patch": CHANGE, "delete": CHANGE},
    "api/v1/devices/<device>/": {"get": READ, "patch": CHANGE, "delete": CHANGE},
    "api/v1/devices/<device>/checklist/": {"post": WITH_SESSIONS},
    "api/v1/programs/<program>/": {"get": READ, "patch": CHANGE, "delete": CHANGE},
    "api/v1/courses/<course>/": {"get": READ, "patch": CHANGE, "delete": CHANGE},
    "api/v1/events/<event>/": {"get": READ, "patch": CHANGE, "delete": CHANGE},
    "api/v1/comparisons/": {"get": READ},
    "api/v1/comparisons/partners/": {"get": READ},
    "api/v1/measures/": {"get": READ},
    "api/v1/measures/changes/": {"get": READ},
    "api/v1/measures/sittings/<sitting>/": {
        "put": WITH_PHOTOS,
        "delete": needs(SEE, ADD_PHOTOS, written=always(A.CHANGED)),
    },
    "api/v1/consents/<consent>/": {"get": AGREED},
    "api/v1/consents/<consent>/receipt": {"get": AGREED},
    "api/v1/consents/<consent>/receipt.pdf": {"get": AGREED},
    "api/v1/consents/<consent>/signature": {"get": AGREED},
    "api/v1/consents/<consent>/withdraw/": {
        "post": Need(
            lambda standing: Part.AGREED in standing.parts and MANAGE in standing.may,
            # The consent to care ends with what the practice shares.
            always(A.CONSENT_WITHDRAWN, A.SHARE_REVOKED),
            Part.AGREED,
        )
    },
    # Whoever may withdraw it reads beforehand what that leaves.
    "api/v1/consents/<consent>/what-stays/": {
        "get": Need(lambda who: Part.AGREED in who.parts and MANAGE in who.may, seen, Part.AGREED)
    },
    "api/v1/shares/<share>/": {"get": needs(SHARE)},
    "api/v1/shares/<share>/accesses/": {"get": OF_ITS_MAKER},
    "api/v1/shares/<share>/passphrase/": {"put": OF_ITS_MAKER},
    "api/v1/shares/<share>/revoke/": {"post": needs(SHARE, written=always(A.SHARE_REVOKED))},
    # Whatever became of the care: what was published must still come down.
    "api/v1/publications/<publication>/removed/": {"post": is_for(Part.TREATS, written=always(A.SHARED))},
    "api/v1/reports/consultation": {"get": needs(SEE, written=always(A.EXPORTED))},
}
ABOUT_OTHERS = (
    "api/v1/practices/",
    "api/v1/consent-texts/",
    "api/v1/sealed-copies/",
    "api/v1/reminders/",
    "api/v1/push/",
)
# Routes about a practice, not about a record: that file says who in it gets in. And those about an account alone.
ELSEWHERE = {route for route in RECORDS if route.startswith(ABOUT_OTHERS)}
# Lists that are about the account, not about one record.
ABOUT_THE_ACCOUNT = {
    "api/v1/me/",
    "api/v1/subjects/",
    "api/v1/clients/",
    "api/v1/practices/",
    "api/v1/shares/received/",
    # About no record at all: what anybody may be asked to sign.
    "api/v1/consent-texts/",
    "api/v1/reminders/",
    "api/v1/push/",
}
# What a list of a record that is named needs, where it is more than to see.
LISTED = {"api/v1/consents/": AGREED, "api/v1/shares/": needs(SHARE), "api/v1/publications/": PUBLISHED}
