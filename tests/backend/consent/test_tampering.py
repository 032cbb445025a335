"""What somebody who can write into the database changes after the fact is found by ``verify_consent_chain``."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.consent.chain import hash_of
from backend.consent.models import ConsentEvent, ConsentRecord, ConsentText, State
from backend.consent.services import add_event
from backend.practices.models import Practice
from tests.backend.signing import by_hand, drawn, in_care_of, own, practice_of, sign, signed_record, template

Tamper = Callable[[ConsentRecord], None]


@pytest.fixture
def record(as_alice: APIClient, alice: User, bob: User) -> ConsentRecord:
    """With a drawn signature and three events."""
    practice = practice_of(bob)
    in_care_of(practice, own(alice))
    signed = sign(as_alice, own(alice), "teaching", practice, signature=by_hand())
    record = signed_record(signed)
    add_event(record=record, state=State.REAFFIRMED, actor=alice)
    add_event(record=record, state=State.WITHDRAWN, actor=alice)
    return record


def verify() -> str:
    said = io.StringIO()
    try:
        call_command("verify_consent_chain", stdout=said, stderr=said)
    except CommandError as problem:
        said.write(str(problem))
    return said.getvalue()


def change(record: ConsentRecord, **columns: object) -> None:
    ConsentRecord.objects.filter(pk=record.pk).update(**columns)


def another_signature(record: ConsentRecord) -> None:
    change(record, signature_image=drawn("JPEG"))


def no_signature(record: ConsentRecord) -> None:
    change(record, signature_image=None)


def another_text(record: ConsentRecord) -> None:
    change(record, text=template("marketing_social"))


def a_copy_of_the_text(record: ConsentRecord) -> None:
    """With the same words and the same digest, as another row."""
    text = ConsentText.objects.get(pk=record.text_id)
    ConsentText.objects.filter(pk=text.pk).update(version=99)
    text.pk, text._state.adding = None, True
    text.save()
    change(record, text=text)


def a_reworded_text(record: ConsentRecord) -> None:
    ConsentText.objects.filter(pk=record.text_id).update(body_markdown="You allow everything.")


def remove_the_middle(record: ConsentRecord) -> None:
    ConsentEvent.objects.filter(record=record, number=2).delete()


def close_the_gap(record: ConsentRecord) -> None:
    remove_the_middle(record)
    ConsentEvent.objects.filter(record=record, number=3).update(number=2)


def close_the_gap_and_hash_anew(record: ConsentRecord) -> None:
    """The last event is made to fit in itself; but it still names the one that is gone as the one before."""
    close_the_gap(record)
    last = ConsentEvent.objects.get(record=record, number=2)
    ConsentEvent.objects.filter(pk=last.pk).update(hash=hash_of(last))


def longer(record: ConsentRecord) -> None:
    change(record, valid_until=timezone.now() + timedelta(days=9000))


def for_another_purpose(record: ConsentRecord) -> None:
    change(record, purpose="marketing_social")


def for_another_practice(record: ConsentRecord) -> None:
    change(record, practice=Practice.objects.create(name="Another"))


def for_no_practice(record: ConsentRecord) -> None:
    change(record, practice=None)


def of_another_person(record: ConsentRecord) -> None:
    change(record, subject=own(User.objects.get(email="bob@example.org")))


def wider(record: ConsentRecord) -> None:
    change(record, content=record.content | {"channels": ["everywhere"]})


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (another_signature, "the picture of the signature isn't the one that was given"),
        (no_signature, "the picture of the signature isn't the one that was given"),
        (another_text, "the text isn't the one that was shown"),
        (a_copy_of_the_text, "the text isn't the one that was shown"),
        (a_reworded_text, "it isn't what was published"),
        (remove_the_middle, "event 2 is missing"),
        (close_the_gap, "event 2 was changed"),
        (close_the_gap_and_hash_anew, "event 2 doesn't follow the one before it"),
        (longer, "its dates aren't those that were signed"),
        (for_another_purpose, "its purpose isn't the one that was signed"),
        (for_another_practice, "filed for another practice"),
        (for_no_practice, "filed for another practice"),
        (of_another_person, "filed under another person"),
        (wider, "the record isn't what event 1 was about"),
    ],
)
def test_it_is_found(record: ConsentRecord, tamper: Tamper, sentence: str) -> None:
    assert verify() == "1 consents, nothing differs.\n"
    tamper(record)
    said = verify()
    assert sentence in said
    assert "differ in 1 consents" in said
