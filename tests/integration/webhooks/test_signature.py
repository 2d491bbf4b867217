"""Only what was signed with one of the keys, over exactly these bytes, is genuine."""

from __future__ import annotations

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as some

from keyturn.integration.webhooks.signature import genuine
from keyturn.secrecy import Secret

KEY, OTHER = Secret("a-key"), Secret("another")


def sign(body: bytes, key: str = "a-key") -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


@given(some.binary())
def test_signed_bytes_are_genuine_under_any_of_the_keys(body: bytes) -> None:
    assert genuine(body, sign(body), (OTHER, KEY))
    assert not genuine(body, sign(body), (OTHER,))
    assert not genuine(body + b" ", sign(body), (KEY,))
    assert not genuine(body, sign(body), ())


@given(some.one_of(some.none(), some.text()))
def test_nonsense_is_not_genuine(signature: str | None) -> None:
    assert not genuine(b"{}", signature, (KEY,))


def test_a_known_answer() -> None:
    # RFC 4231, test case 2: an answer nobody here computed.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert genuine(b"what do ya want for nothing?", expected, (Secret("Jefe"),))


def test_the_bytes_count_and_not_their_meaning() -> None:
    assert not genuine(b'{"a":1}', sign(b'{"a": 1}'), (KEY,))
