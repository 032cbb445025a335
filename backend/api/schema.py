"""What every operation of the API has in common, added to the OpenAPI document."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

ERROR = {
    "type": "object",
    "description": "What happened and what to do. `fields` names the values that could not be used.",
    "required": ["code", "message", "fields"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS = {"401": "Signed out.", "429": "Too many requests; `Retry-After` says when to come back."}
WITH_BODY = {
    "400": "Some values cannot be used; nothing was saved.",
    "403": "The CSRF token is missing or wrong, or your access to the record doesn't include that.",
    "415": "The body is of a type that is not accepted here.",
}
WITH_QUERY = {"400": "A parameter cannot be used."}
WITH_ID = {
    "403": "Your access to the record doesn't include that.",
    "404": "There is nothing here, or it is not yours.",
}
NOT_ALLOWED = {"403": "Your role doesn't include that, or the CSRF token is missing or wrong."}
LINK = {"410": "The link was used, taken back, or has expired."}
SPECIAL = {
    "practices_partial_update": NOT_ALLOWED,
    "practices_members_partial_update": NOT_ALLOWED | {"409": "The last owner stays one."},
    "practices_members_destroy": NOT_ALLOWED | {"409": "The last owner can't leave."},
    "practices_invitations_list": {"403": "Only an owner of the practice sees them."},
    "practices_invitations_create": NOT_ALLOWED | {"409": "They work in this practice already."},
    "practices_invitations_destroy": NOT_ALLOWED,
    "staff_invitations_retrieve": LINK,
    "staff_invitations_accept_create": LINK
    | {"403": "The CSRF token is missing or wrong.", "409": "It is for another account, or you are a member already."},
    "practices_clients_create": NOT_ALLOWED,
    "subjects_partial_update": NOT_ALLOWED,
    "subjects_care_relations_create": NOT_ALLOWED | {"409": "There is a relation with this practice already."},
    "care_relations_partial_update": NOT_ALLOWED | {"409": "The care relation has ended."},
    "care_relations_accept_create": NOT_ALLOWED | {"409": "The care relation has ended."},
    "care_relations_end_create": NOT_ALLOWED,
    "subjects_claims_list": {"403": "Only the record's owner makes them; before there is one, the practice."},
    "subjects_claims_create": NOT_ALLOWED | {"409": "It is the record of your own face."},
    "claims_destroy": NOT_ALLOWED,
    "claims_by_token_retrieve": LINK,
    "claims_by_token_accept_create": LINK | {"409": "The record is yours already."},
    "subjects_audit_list": {"403": "Only the record's owner reads it."},
    "subjects_audit_export": {"403": "Only the record's owner reads it."},
    "photos_create": {
        "404": "The subject is not there, or not yours.",
        "409": "The id names another photo.",
        "413": "The file is too large.",
        "507": "The server's disk is full; nothing was stored.",
    },
    "photos_uploads_create": {
        "404": "The subject is not there, or not yours.",
        "409": "The id names another photo or upload.",
        "412": "Another version of tus, or none.",
        "413": "The file is too large.",
        "507": "The server's disk is full; nothing was stored.",
    },
    "photos_uploads_partial_update": {
        "409": "The server has more of it, or less, than `Upload-Offset` says.",
        "412": "Another version of tus, or none.",
        "413": "More than the length that was announced.",
        "460": "The whole is not what `sha256` says; nothing was stored.",
        "507": "The server's disk is full; what came before is kept.",
    },
    "photos_uploads_destroy": {"412": "Another version of tus, or none."},
    "photos_retry_create": {"409": "The photo has not failed."},
    "timelapses_create": {
        "400": "Too few or too many photos, or a value cannot be used.",
        "404": "The series is not there, or not yours.",
        "409": "The id names another film, or a photo named is not an aligned one of the series.",
    },
    "blind_rounds_create": {
        "404": "The series is not there, or not yours.",
        "409": "The id names another round, or there are too few comparable pairs that far apart.",
    },
    "blind_trials_answer_update": {"409": "Answered otherwise before, or a photo of the round was deleted."},
    "photos_override_update": {"400": "The points are not those of the photo's view, or a value cannot be used."},
    "series_partial_update": {"409": "The photo is not an aligned one of this series."},
    "sessions_create": {
        "404": "The subject, device or program is not there, or not yours.",
        "409": "The id names another session.",
    },
    "sessions_import_create": {
        "404": "The subject is not there, or not yours.",
        "409": "The log changed while the file was read; nothing was saved.",
        "413": "The file is too large.",
    },
    "devices_create": {"404": "The subject is not there, or not yours.", "409": "The id names another device."},
    "devices_checklist_create": {"409": "The list has changed; it is to be read and confirmed again."},
    "programs_create": {"404": "The device is not there, or not yours.", "409": "The id names another program."},
    "courses_create": {
        "404": "The subject or program is not there, or not yours.",
        "409": "The id names another course.",
    },
    "events_create": {"404": "The subject is not there, or not yours.", "409": "The id names another event."},
    "measures_retrieve": {"404": "The subject is not there, or not yours."},
    "measures_changes_retrieve": {
        "400": "The photos are not of one view, or a parameter cannot be used.",
        "404": "One of the photos is not there, or not yours.",
        "409": "One of the photos is not measured, or not yet.",
    },
    "shares_create": {
        "403": "Your access, or the consent, does not include that; `code` says which.",
        "404": "The subject, the consent or a photo is not there, or not yours.",
        "409": "The id names another share, or a photo named is not aligned.",
    },
    "shares_list": {"403": "Your access to this record doesn't include sharing."},
    "shares_accesses_list": {"403": "Only the record's owner and whoever made the share read that."},
    "shares_passphrase_update": {"403": "Only the record's owner and whoever made the share may."},
    "shares_revoke_all_create": {"404": "The subject is not there, or not yours."},
    "publications_create": {
        "403": "The consent does not permit publishing this, or not there.",
        "404": "The consent is not there, or not yours.",
    },
    "reports_consultation": {
        "404": "The subject, the consent or a photo is not there, or not yours.",
        "409": "One of the photos is not aligned.",
    },
    "measures_sittings_update": {"400": "The photos are not of one view, or a value cannot be used."},
    "consents_create": {
        "400": "Something that a consent needs is missing, and is named; or a value cannot be used.",
        "403": "Your access to this record doesn't include that, or the CSRF token is missing or wrong.",
        "404": "The subject or the consent that is replaced is not there, or not yours.",
        "409": "The id names another consent, the text was replaced, or there is no care relation.",
        "413": "The picture of the signature is too large.",
    },
    "consents_withdraw_create": {
        "403": "The person has an account and withdraws by themselves, or the CSRF token is missing or wrong.",
        "409": "It ended otherwise before.",
    },
    "consent_texts_list": {"403": "Your role doesn't write texts.", "404": "The practice is not yours."},
    "consent_texts_retrieve": {"403": "A draft, and your role doesn't write texts."},
    "consent_texts_partial_update": {"409": "It is published, and never changes."},
    "consent_texts_review_create": {
        "403": "Your role doesn't write texts, or the CSRF token is missing or wrong.",
        "409": "It is published already, or somebody else has to review it.",
    },
    "consent_texts_publish_create": {
        "403": "Your role doesn't write texts, or the CSRF token is missing or wrong.",
        "409": "It is published already, or not reviewed yet.",
    },
    "consent_texts_retire_create": {
        "403": "Your role doesn't write texts, or the CSRF token is missing or wrong.",
        "409": "It is not published.",
    },
    "practices_sealed_copies_list": {"403": "Only an owner of the practice sees them."},
    "sealed_copies_open_create": {
        "403": "Only an owner of the practice opens it, or the CSRF token is missing or wrong.",
        "409": "It is still being written.",
    },
}


class CookieSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the session cookie is named in the document."""

    target_class = "backend.common.authentication.CookieSessionAuthentication"
    name = "cookieAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def require_answered_fields(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """An answer always has all its fields; only what is sent may leave some out."""
    for name, schema in result["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
    return result


def add_error_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every operation names its 4xx answers, all of one shape."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            codes = dict(ALWAYS)
            if method in {"post", "patch", "put"} and "requestBody" in operation:
                codes |= WITH_BODY
            if method == "delete":
                codes |= {"403": WITH_BODY["403"]}
            if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
                codes |= WITH_QUERY
            if "{" in path:
                codes = WITH_ID | codes
            codes |= SPECIAL.get(operation["operationId"], {})
            for code, sentence in sorted(codes.items()):
                operation["responses"].setdefault(code, _error_response(sentence))
    return result


def _error_response(sentence: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": sentence, "content": {"application/json": {"schema": schema}}}
