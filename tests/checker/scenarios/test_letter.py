from __future__ import annotations

import hashlib
import hmac

from keyturn.checker.scenarios.letter import Letter
from keyturn.nuki.webhooks import OLD_SIGNATURE_HEADER, SIGNATURE_HEADER
from keyturn.secrecy import Secret

KEY, OTHER = Secret("the right key"), Secret("another key")
LETTER = Letter(
    "https://subject/hook",
    {"Content-Type": "application/json"},
    b'{"requestId":"a1","success":false,"errorCode":"42"}',
).signed(KEY)


def test_a_genuine_letter_confirms_and_shows_whose_it_is() -> None:
    assert LETTER.confirms and LETTER.signed_by(KEY) and not LETTER.signed_by(OTHER)
    assert (
        LETTER.headers[OLD_SIGNATURE_HEADER] == hmac.new(b"the right key", LETTER.body, hashlib.sha1).hexdigest()
    )


def test_every_forgery_is_one() -> None:
    lie = LETTER.saying(success=True, errorCode=None)
    assert lie.told == {"requestId": "a1", "success": True}
    forged = [lie, lie.unsigned(), lie.signed(OTHER), lie.signed(KEY).half_signed(), lie.signed(KEY).old_signed()]
    assert [one.signed_by(KEY) for one in forged] == [False] * 5
    assert lie.signed(KEY).signed_by(KEY)


def test_a_half_signed_letter_is_right_in_its_first_half_and_nowhere_else() -> None:
    right, half = (one.headers[SIGNATURE_HEADER] for one in (LETTER, LETTER.half_signed()))
    assert len(half) == len(right) == 64 and half[:32] == right[:32]
    assert not any(one == other for one, other in zip(half[32:], right[32:], strict=True))


def test_an_old_signature_alone_is_right_in_the_old_header() -> None:
    old = LETTER.old_signed()
    assert old.headers[OLD_SIGNATURE_HEADER] == LETTER.headers[OLD_SIGNATURE_HEADER]
    assert old.headers[SIGNATURE_HEADER] != LETTER.headers[SIGNATURE_HEADER]


def test_what_only_tells_of_a_door_confirms_nothing() -> None:
    assert not Letter("https://subject/hook", {}, b'{"feature":"DEVICE_STATUS"}').confirms
