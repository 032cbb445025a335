"""Every route there is, by what it takes to get in, and what is sent to it."""

from typing import Any

from ml.vocabulary import CHECKLIST_VERSION

# Answers without an account, and why that is right.
PUBLIC = {
    "api/schema/": "the description of the API",
    "api/docs/": "the description of the API, for people",
    "api/.*": "addresses that do not exist",
    "<app>": "the app's one page, the same for all",
    "models/face_landmarker.task": "the face model, a published file: nobody's data",
    "healthz": "whether the process answers: for a supervisor or a load balancer",
    "readyz": "whether it can serve, a word for each check: nobody's data",
    "metrics": "counts for whoever holds the settings' token; without one there is no such address",
    "c/<token>": "what a receipt's link opens, for people without an account: its token is the key",
    "c/<token>/receipt.pdf": "the receipt to keep, behind the same token",
    "s/<token>": "adds a slash to a link, whether there is anything behind it or not",
}
# For the accounts that run the machine; for everybody else there is no such address (tests/backend/operations).
STAFF = {
    "operations/queue": "get",
    "operations/queue/again": "post",
}
# Open to whoever holds a link, or to the account that it was made for; tests/backend/sharing/test_guard.py knows each,
# and holds that it refuses everybody else.
SHARED = {
    f"{door}{route}"
    for door in ("s/<token>/", "shared/<grant>/")
    for route in ("", "unlock", "data.json", "pictures/<number>/<which>/<kind>", "film", "report.pdf", "card.png")
}
# Lists answer 200 to everybody who is signed in, with what is theirs.
LISTS = {
    "api/v1/me/",
    "api/v1/subjects/",
    "api/v1/practices/",
    "api/v1/timelapses/",
    "api/v1/blind-rounds/",
    "api/v1/photos/",
    "api/v1/series/",
    "api/v1/sessions/",
    "api/v1/sessions/totals/",
    "api/v1/sessions/export/",
    "api/v1/devices/",
    "api/v1/programs/",
    "api/v1/courses/",
    "api/v1/events/",
    "api/v1/timeline/",
    "api/v1/timeline/days/",
    "api/v1/timeline/pinned/",
    "api/v1/consents/",
    "api/v1/consent-texts/",
    "api/v1/clients/",
    "api/v1/shares/",
    "api/v1/shares/received/",
    "api/v1/publications/",
    "api/v1/reminders/",
    "api/v1/push/",
}
# Anybody who is signed in may open these: a practice says who it is, a link says what it is for.
OPEN = {
    "api/v1/practices/<practice>/card/": "what a client may know before relating to it",
    "api/v1/staff-invitations/<token>/": "for whoever has the link",
    "api/v1/staff-invitations/<token>/accept/": "for whoever has the link",
    "api/v1/claims/by-token/<token>/": "for whoever has the link",
    "api/v1/claims/by-token/<token>/accept/": "for whoever has the link",
}
# Routes that only write into a record, which they name in the body.
WRITES = {"api/v1/sessions/import/", "api/v1/shares/revoke-all/", "api/v1/photos/uploads/"}
# Routes that name a record: how to address alice's, and every method that they know.
RECORDS: dict[str, tuple[str, ...]] = {
    "api/v1/subjects/<subject>/": ("get", "patch"),
    "api/v1/subjects/<subject>/ghosts/": ("get",),
    "api/v1/subjects/<subject>/known-photos/": ("post",),
    "api/v1/subjects/<subject>/ghosts/<series>": ("get",),
    "api/v1/subjects/<subject>/care-relations/": ("get", "post"),
    "api/v1/subjects/<subject>/claims/": ("get", "post"),
    "api/v1/subjects/<subject>/audit/": ("get",),
    "api/v1/subjects/<subject>/audit/export": ("get",),
    "api/v1/practices/<practice>/": ("get", "patch"),
    "api/v1/practices/<practice>/code/": ("get",),
    "api/v1/practices/<practice>/clients/": ("post",),
    "api/v1/practices/<practice>/members/": ("get",),
    "api/v1/practices/<practice>/members/<membership>/": ("patch", "delete"),
    "api/v1/practices/<practice>/invitations/": ("get", "post"),
    "api/v1/practices/<practice>/invitations/<invitation>/": ("delete",),
    "api/v1/care-relations/<relation>/": ("get", "patch"),
    "api/v1/care-relations/<relation>/accept/": ("post",),
    "api/v1/care-relations/<relation>/end/": ("post",),
    "api/v1/claims/<claim>/": ("delete",),
    "api/v1/photos/<photo>/": ("get", "patch", "delete"),
    "api/v1/photos/uploads/<upload>/": ("get", "patch", "delete"),
    "api/v1/photos/<photo>/retry/": ("post",),
    "api/v1/photos/<photo>/override/": ("put",),
    "api/v1/photos/<photo>/closeups/": ("post",),
    "api/v1/photos/<photo>/original": ("get",),
    "api/v1/timelapses/<timelapse>/": ("get", "delete"),
    "api/v1/timelapses/<timelapse>/film": ("get",),
    "api/v1/blind-rounds/<blind-round>/": ("get", "delete"),
    "api/v1/blind-trials/<trial>/answer/": ("put",),
    "api/v1/blind-trials/<trial>/pictures/<letter>": ("get",),
    "api/v1/photos/<photo>/renditions/<spec>": ("get",),
    "api/v1/series/<series>/": ("get", "patch"),
    "api/v1/sessions/<session>/": ("get", "patch", "delete"),
    "api/v1/devices/<device>/": ("get", "patch", "delete"),
    "api/v1/devices/<device>/checklist/": ("post",),
    "api/v1/programs/<program>/": ("get", "patch", "delete"),
    "api/v1/courses/<course>/": ("get", "patch", "delete"),
    "api/v1/events/<event>/": ("get", "patch", "delete"),
    "api/v1/comparisons/": ("get",),
    "api/v1/comparisons/partners/": ("get",),
    "api/v1/measures/": ("get",),
    "api/v1/measures/changes/": ("get",),
    "api/v1/measures/sittings/<sitting>/": ("put", "delete"),
    "api/v1/consents/<consent>/": ("get",),
    "api/v1/consents/<consent>/receipt": ("get",),
    "api/v1/consents/<consent>/receipt.pdf": ("get",),
    "api/v1/consents/<consent>/signature": ("get",),
    "api/v1/consents/<consent>/withdraw/": ("post",),
    "api/v1/consents/<consent>/what-stays/": ("get",),
    "api/v1/consent-texts/<text>/": ("get", "patch"),
    "api/v1/consent-texts/<text>/review/": ("post",),
    "api/v1/consent-texts/<text>/publish/": ("post",),
    "api/v1/consent-texts/<text>/retire/": ("post",),
    "api/v1/practices/<practice>/consent-texts/": ("post",),
    "api/v1/practices/<practice>/sealed-copies/": ("get",),
    "api/v1/subjects/<subject>/sealed-copies/": ("get",),
    "api/v1/sealed-copies/<copy>/open/": ("post",),
    "api/v1/shares/<share>/": ("get",),
    "api/v1/shares/<share>/accesses/": ("get",),
    "api/v1/shares/<share>/passphrase/": ("put",),
    "api/v1/shares/<share>/revoke/": ("post",),
    "api/v1/publications/<publication>/removed/": ("post",),
    "api/v1/reports/consultation": ("get",),
    "api/v1/reminders/<reminder>/": ("get", "patch", "delete"),
    "api/v1/push/<subscription>/": ("delete",),
}
# Where its owner is told that it can't be done as things are: the photo has not failed, the text is not published.
NOT_NOW = ("retry/", "retire/")
CONSENT_TEXT = {
    "purpose": "teaching",
    "language": "en",
    "jurisdiction": "Norway",
    "title": "Teaching",
    "body_markdown": "What happens.",
    "plain_summary": "In short.",
    "privacy_notice_url": "https://practice.example/privacy",
}
# Routes about another of alice's records than the route's word says: nobody hands the record of their own face over.
STANDS_FOR = {"api/v1/subjects/<subject>/claims/": {"subject": "dependant"}}
# What a write sends where nothing at all would be refused before the guard is asked.
BODIES: dict[str, dict[str, Any]] = {
    "api/v1/subjects/<subject>/": {"display_name": "A name"},
    "api/v1/subjects/<subject>/known-photos/": {"sha256": ["0" * 64]},
    "api/v1/subjects/<subject>/care-relations/": {"practice": "<practice>"},
    "api/v1/practices/<practice>/clients/": {"display_name": "A client"},
    "api/v1/practices/<practice>/members/<membership>/": {"role": "assistant"},
    "api/v1/practices/<practice>/invitations/": {"role": "assistant"},
    "api/v1/series/<series>/": {"baseline": "<photo>"},
    "api/v1/blind-trials/<trial>/answer/": {"choice": "a"},
    "api/v1/devices/<device>/checklist/": {"version": CHECKLIST_VERSION},
    "api/v1/measures/sittings/<sitting>/": {"photos": ["<photo>"]},
    "api/v1/practices/<practice>/consent-texts/": CONSENT_TEXT,
    "api/v1/sealed-copies/<copy>/open/": {"reason": "A court asks for it"},
    "api/v1/shares/<share>/passphrase/": {"passphrase": "a harbour in autumn"},
}
# What takes no JSON: the body as it is, with its headers.
RAW: dict[str, dict[str, Any]] = {
    "api/v1/photos/uploads/<upload>/": {
        "data": b"",
        "content_type": "application/offset+octet-stream",
        "HTTP_TUS_RESUMABLE": "1.0.0",
        "HTTP_UPLOAD_OFFSET": "0",
    }
}
# What a read names in its query.
QUERIES: dict[str, dict[str, str]] = {
    "api/v1/comparisons/": {"before": "<photo>", "after": "<photo>"},
    "api/v1/comparisons/partners/": {"photo": "<photo>", "days": "84"},
    "api/v1/measures/": {"subject": "<subject>"},
    "api/v1/measures/changes/": {"before": "<photo>", "after": "<photo>"},
    "api/v1/reports/consultation": {"subject": "<subject>", "pair": "<pair>"},
}
PRACTICE = {
    "name": "A practice",
    "address": "1 Some Street",
    "contact": "office@example.org",
    "jurisdiction": "GR",
    "storage_location": "in the practice",
    "retention_period": "as long as the care lasts",
}
SESSION = {"started_at": "2026-03-12T19:00:00", "modality": "other", "minutes": 5}
COURSE = {"name": "A course", "modality": "other", "planned_sessions": 10, "weeks": 5, "starts_on": "2026-03-01"}
REMINDER = {"weekdays": [1, 3, 5], "at": "08:00", "time_zone": "Europe/Berlin"}
# django-allauth's own, about the account that is signed in or being made: each names no record but the caller's.
ACCOUNTS = {
    "_allauth/browser/v1/config",
    "_allauth/browser/v1/auth/session",
    "_allauth/browser/v1/auth/login",
    "_allauth/browser/v1/auth/signup",
    "_allauth/browser/v1/auth/password/request",
    "_allauth/browser/v1/auth/password/reset",
    "_allauth/browser/v1/account/password/change",
    "_allauth/browser/v1/auth/reauthenticate",
    "_allauth/browser/v1/auth/sessions",
    "_allauth/browser/v1/auth/2fa/authenticate",
    "_allauth/browser/v1/auth/2fa/reauthenticate",
    "_allauth/browser/v1/auth/webauthn/authenticate",
    "_allauth/browser/v1/auth/webauthn/reauthenticate",
    "_allauth/browser/v1/account/authenticators",
    "_allauth/browser/v1/account/authenticators/totp",
    "_allauth/browser/v1/account/authenticators/recovery-codes",
    "_allauth/browser/v1/account/authenticators/webauthn",
}
