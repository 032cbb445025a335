"""Consent: what it needs, what follows what, and that a change after the fact is found."""

import io
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts.models import User
from backend.common.errors import DomainError, NotFound
from backend.consent import selectors, services
from backend.consent.content import STATEMENTS, Content, Party, Scope, Signature, canonical
from backend.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentText,
    Deidentification,
    Purpose,
    SignatureMethod,
    State,
)
from backend.consent.receipt import receipt
from backend.subjects.selectors import subject_for

# ISO/IEC TS 27560:2023, the mandatory fields of a record, its parties and its events, as the W3C DPV guide lists them;
# where ours lies.
MANDATORY = {
    "schema_version": "record.schema_version",
    "record_id": "record.record_id",
    "pii_principal_id": "record.pii_principal_id",
    "purpose": "record.purpose",
    "pii_information": "record.scope",
    "language": "record.language_shown",
    "jurisdiction": "record.jurisdiction",
    "privacy_notice": "record.privacy_notice",
    "recipient_third_parties": "record.recipient_third_parties",
    "storage_locations": "record.storage_locations",
    "retention_period": "record.retention_period",
    "withdrawal_method": "record.withdrawal_method",
    "party_id": "record.controller.id",
    "party_name": "record.controller.name",
    "party_address": "record.controller.address",
    "party_contact": "record.controller.contact",
    "party_type": "record.controller.type",
    "event_time": "events.0.event_time",
    "event_type": "events.0.event_type",
    "event_state": "events.0.event_state",
    "entity_id": "events.0.entity_id",
    "validity_duration": "events.0.validity_duration",
    "receipt_id": "receipt_id",
    "receipt_schema_version": "schema_version",
}
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def text(db: None) -> ConsentText:
    return published(Purpose.SHARE_WITH_NAMED)


def published(purpose: Purpose, body: str = "You allow your practice to show the named photos.") -> ConsentText:
    draft = services.draft_text(
        author=None,
        purpose=purpose,
        language="en",
        jurisdiction="EU",
        title="Showing photos",
        body_markdown=body,
        plain_summary="Who sees what, until when.",
        privacy_notice_url="https://practice.example/privacy",
    )
    services.review_text(reviewer=None, text=draft)
    return services.publish_text(publisher=None, text=draft)


def content(owner: User, text: ConsentText, **changes: Any) -> Content:
    made = Content(
        record_id=uuid.uuid4(),
        pii_principal_id=subject_for(owner, None).pk,
        controller=Party("p1", "Studio Nord", "1 Harbour Street", "studio@practice.example", "practice"),
        purpose=Purpose(text.purpose),
        scope=Scope(views=("frontal",), first_day=date(2026, 1, 1)),
        text_id=text.pk,
        text_sha256=text.sha256,
        language_shown="en",
        jurisdiction="EU",
        privacy_notice=text.privacy_notice_url,
        storage_locations=("the practice's own server",),
        retention_period="until withdrawn, at most two years",
        withdrawal_method="one tap in the app, or the link on the receipt",
        privacy_rights=("access", "erasure", "complaint"),
        valid_from=timezone.now() - timedelta(minutes=1),
        valid_until=timezone.now() + timedelta(days=90),
        recipient_third_parties=("Dr. Ahlm",),
        signature=Signature(SignatureMethod.TYPED, "Alice Example", timezone.now()),
        statements=STATEMENTS,
    )
    return replace(made, **changes)


@pytest.fixture
def record(alice: User, text: ConsentText) -> ConsentRecord:
    return services.sign(actor=alice, subject=subject_for(alice, None), content=content(alice, text))


def test_what_was_signed_permits_until_it_is_withdrawn(alice: User, record: ConsentRecord) -> None:
    now = timezone.now()
    assert selectors.permits(record, now)
    services.require_permission(record, now)
    after = services.withdraw(actor=alice, record=record)
    assert selectors.status(after, now) is State.WITHDRAWN
    assert not selectors.permits(record, now), "the row that somebody still holds permits nothing either"
    with pytest.raises(DomainError, match="ended"):
        services.require_permission(record, now)
    services.withdraw(actor=alice, record=record)
    assert record.events.count() == 2


def test_the_same_signature_again_is_one_record(alice: User, text: ConsentText) -> None:
    signed = content(alice, text)
    first = services.sign(actor=alice, subject=subject_for(alice, None), content=signed)
    again = services.sign(actor=alice, subject=subject_for(alice, None), content=signed)
    assert (first, first.events.count()) == (again, 1)


def test_a_date_that_has_passed_ends_it_without_anybody_writing_so(record: ConsentRecord) -> None:
    assert record.valid_until is not None
    assert selectors.status(record, record.valid_until - timedelta(seconds=1)) is State.GIVEN
    assert selectors.status(record, record.valid_until) is State.EXPIRED
    assert not selectors.permits(record, record.valid_from - timedelta(seconds=1))


def test_nobody_else_sees_or_withdraws_it(bob: User, record: ConsentRecord) -> None:
    assert not selectors.records_for(bob).exists()
    with pytest.raises(NotFound):
        services.withdraw(actor=bob, record=record)
    assert selectors.status(record, timezone.now()) is State.GIVEN


@pytest.mark.parametrize("state", [State.GIVEN, State.REFUSED, State.REQUESTED, State.EXPIRED])
def test_what_cannot_follow_is_refused(alice: User, record: ConsentRecord, state: State) -> None:
    with pytest.raises(DomainError, match="can't follow"):
        services.add_event(record=record, state=state, actor=alice)


def test_nothing_revives_what_was_withdrawn(alice: User, record: ConsentRecord) -> None:
    services.withdraw(actor=alice, record=record)
    for state in State:
        with pytest.raises(DomainError, match="can't follow"):
            services.add_event(record=record, state=state, actor=alice)


def test_a_new_consent_files_the_old_as_replaced(alice: User, text: ConsentText, record: ConsentRecord) -> None:
    newer = services.sign(
        actor=alice, subject=subject_for(alice, None), content=content(alice, text), supersedes=record
    )
    assert selectors.status(record, timezone.now()) is State.REPLACED
    assert selectors.permits(newer, timezone.now())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"controller": Party("p1", "Studio Nord", "", "x", "practice")}, "address"),
        ({"valid_until": None}, "on which it ends"),
        ({"recipient_third_parties": ()}, "shown to"),
        ({"storage_locations": ()}, "stored"),
        ({"privacy_rights": ()}, "rights"),
        ({"statements": STATEMENTS[:3]}, "every statement"),
        ({"guardian_name": "Mother"}, "guardian"),
        ({"signature": Signature(SignatureMethod.TYPED, "", NOW)}, "who signed"),
        ({"signature": Signature(SignatureMethod.CLICK, "A", NOW.replace(tzinfo=None))}, "offset"),
        ({"signature": Signature(SignatureMethod.VERBAL_WITNESSED, "A", NOW)}, "witness"),
    ],
)
def test_what_is_missing_is_named(alice: User, text: ConsentText, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        services.sign(actor=alice, subject=subject_for(alice, None), content=content(alice, text, **changes))
    assert not ConsentRecord.objects.exists()


def test_social_media_needs_its_channels_by_name(alice: User) -> None:
    text = published(Purpose.MARKETING_SOCIAL)
    with pytest.raises(DomainError, match="channels"):
        content(alice, text).check()
    content(alice, text, channels=("Instagram @studionord",)).check()


def test_an_event_may_end_it_instead_of_a_date(alice: User, text: ConsentText) -> None:
    content(alice, text, valid_until=None, expiry_event="the end of the course of treatment").check()


def test_texts_are_reviewed_then_published_then_fixed(text: ConsentText) -> None:
    with pytest.raises(DomainError, match="never changed"):
        services.review_text(reviewer=None, text=text)
    draft = ConsentText.objects.create(
        purpose=Purpose.TEACHING,
        language="en",
        jurisdiction="EU",
        version=1,
        title="T",
        body_markdown="b",
        plain_summary="s",
        privacy_notice_url="u",
    )
    with pytest.raises(DomainError, match="reviewed"):
        services.publish_text(publisher=None, text=draft)


def test_a_text_that_was_replaced_is_not_signed(alice: User, text: ConsentText) -> None:
    signed = content(alice, text)
    newer = published(Purpose.SHARE_WITH_NAMED, "Another wording.")
    assert newer.version == text.version + 1
    with pytest.raises(DomainError, match="new one"):
        services.sign(actor=alice, subject=subject_for(alice, None), content=signed)


def test_a_text_of_another_purpose_is_not_signed(alice: User, text: ConsentText) -> None:
    with pytest.raises(DomainError, match="replaced"):
        services.sign(
            actor=alice, subject=subject_for(alice, None), content=content(alice, text, purpose=Purpose.TEACHING)
        )


def verify() -> str:
    said = io.StringIO()
    try:
        call_command("verify_consent_chain", stdout=said, stderr=said)
    except CommandError as problem:
        said.write(str(problem))
    return said.getvalue()


def test_an_untouched_chain_verifies(alice: User, record: ConsentRecord) -> None:
    services.withdraw(actor=alice, record=record)
    assert verify() == "1 consents, nothing differs.\n"


def tamper_with_state(record: ConsentRecord) -> None:
    ConsentEvent.objects.filter(record=record, number=2).update(state=State.REAFFIRMED)


def tamper_with_time(record: ConsentRecord) -> None:
    ConsentEvent.objects.filter(record=record, number=2).update(at=NOW)


def tamper_with_content(record: ConsentRecord) -> None:
    ConsentRecord.objects.filter(pk=record.pk).update(content={**record.content, "purpose": "marketing_social"})


def drop_the_first(record: ConsentRecord) -> None:
    ConsentEvent.objects.filter(record=record, number=1).delete()


def drop_all(record: ConsentRecord) -> None:
    ConsentEvent.objects.filter(record=record).delete()


def tamper_with_the_text(record: ConsentRecord) -> None:
    ConsentText.objects.filter(pk=record.text_id).update(body_markdown="You allow everything.")


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (tamper_with_state, "event 2 was changed"),
        (tamper_with_time, "event 2 was changed"),
        (tamper_with_content, "the record isn't what event 1 was about"),
        (drop_the_first, "event 1 is missing"),
        (drop_all, "it has no events"),
        (tamper_with_the_text, "it isn't what was published"),
    ],
)
def test_a_change_after_the_fact_is_found(alice: User, record: ConsentRecord, tamper: Any, sentence: str) -> None:
    services.withdraw(actor=alice, record=record)
    tamper(record)
    assert sentence in verify()
    assert "differ in 1 consents" in verify()


def test_a_receipt_shows_that_events_were_taken_away(alice: User, record: ConsentRecord) -> None:
    services.withdraw(actor=alice, record=record)
    kept = receipt(record, timezone.now())["chain"]
    ConsentEvent.objects.filter(record=record, number=2).delete()
    assert receipt(record, timezone.now())["chain"] != kept


def test_two_events_at_once_take_one_place(record: ConsentRecord) -> None:
    first = record.events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.create(
            record=record,
            number=1,
            at=timezone.now(),
            state=State.WITHDRAWN,
            content_sha256=first.content_sha256,
            hash="0" * 64,
        )


def test_the_receipt_has_every_mandatory_field(alice: User, record: ConsentRecord) -> None:
    made = receipt(record, timezone.now())
    for name, path in MANDATORY.items():
        value: Any = made
        for part in path.split("."):
            value = value[int(part)] if part.isdigit() else value[part]
        assert value not in (None, "", [], {}), name
    assert made["status"] == "given"
    assert made["record"]["deidentification"] == Deidentification.NONE
    assert made["text"]["body_markdown"] == record.text.body_markdown


def test_the_list_of_consents_asks_as_often_for_many_as_for_one(
    alice: User, text: ConsentText, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        services.sign(actor=alice, subject=subject_for(alice, None), content=content(alice, text))
    with django_assert_num_queries(1):
        found = list(selectors.records_for(alice))
        assert {selectors.status(record, timezone.now()) for record in found} == {State.GIVEN}


@given(
    st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none())),
    st.randoms(use_true_random=False),
)
def test_the_order_of_keys_never_shows_in_a_digest(value: dict[str, Any], random: Any) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans())
def test_a_scope_holds_its_days_both_ends_included(day: date, other_view: bool) -> None:
    scope = Scope(views=("frontal",), first_day=date(2024, 1, 1), last_day=date(2025, 12, 31))
    view = "lateral_left" if other_view else "frontal"
    inside = date(2024, 1, 1) <= day <= date(2025, 12, 31) and not other_view
    assert scope.holds(photo=uuid.uuid4(), view=view, day=day) is inside


def test_named_photos_are_the_only_ones_inside() -> None:
    named = uuid.uuid4()
    scope = Scope(photos=(named,))
    assert scope.holds(photo=named, view="frontal", day=NOW.date())
    assert not scope.holds(photo=uuid.uuid4(), view="frontal", day=NOW.date())
