"""Sealing and signing, against the RFCs' own numbers and against a browser's side of them."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from backend.reminders.webpush import TOKEN_LASTS, authorization, b64url, from_b64url, read_point, seal
from tests.backend.reminders.browsers import Browser, claims_of

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
RECEIVER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_b64url(text), "big"), ec.SECP256R1())


def test_the_vector_of_rfc_8291() -> None:
    sealed = seal(PLAIN, p256dh=RECEIVER_PUBLIC, auth=AUTH, salt=from_b64url(SALT), key=private(SENDER_PRIVATE))
    assert b64url(sealed) == SEALED
    browser = Browser("", private(RECEIVER_PRIVATE), from_b64url(AUTH))
    assert browser.open(from_b64url(SEALED)) == PLAIN


def test_each_message_has_its_own_salt_and_key_and_only_its_browser_opens_it() -> None:
    one, other = Browser(""), Browser("")
    keys = one.subscription()["keys"]
    first, second = seal(PLAIN, **keys), seal(PLAIN, **keys)
    assert first[:86] != second[:86]
    assert one.open(first) == one.open(second) == PLAIN
    with pytest.raises(InvalidTag):
        other.open(first)


def test_a_message_that_does_not_fit_is_refused() -> None:
    keys = Browser("").subscription()["keys"]
    seal(b"a" * 4079, **keys)
    with pytest.raises(ValueError, match="too long"):
        seal(b"a" * 4080, **keys)


@pytest.mark.parametrize(
    "point", ["", "AAAA", b64url(b"\x04" + b"\x01" * 64), b64url(b"\x02" + b"\x01" * 32), "not base64!", "é"]
)
def test_what_is_no_key_is_refused(point: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_point(from_b64url(point))


def test_the_token_is_signed_for_the_endpoints_origin_alone() -> None:
    now = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    header = authorization("https://push.example/send/abc?x=1", key=key, subject="mailto:a@b.example", now=now)
    claims = claims_of(header)
    assert claims["aud"] == "https://push.example"
    assert claims["sub"] == "mailto:a@b.example"
    assert claims["exp"] == int((now + TOKEN_LASTS).timestamp())
    assert timedelta(0) < TOKEN_LASTS < timedelta(hours=24)
    # Changed by one letter, it is nobody's.
    broken = header.replace("t=eyJ", "t=eyK", 1)
    with pytest.raises((AssertionError, ValueError)):
        claims_of(broken)
