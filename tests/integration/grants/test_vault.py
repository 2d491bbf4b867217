"""What the vault seals opens for its place only, with its key only, and never shows a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.vault import Vault, key_id, new_key
from keyturn.secrecy import Secret


def ring(*entries: Secret) -> Vault:
    return Vault.from_setting(Secret(",".join(entry.reveal() for entry in entries)))


OLD, NEW = new_key("old"), new_key("new")


@given(some.binary(max_size=500), some.text(max_size=50))
def test_what_is_sealed_opens_in_its_place(value: bytes, about: str) -> None:
    vault = ring(OLD)
    sealed = vault.seal(value, about)
    assert vault.open(sealed, about) == value
    assert len(value) < 8 or value not in sealed
    with pytest.raises(OperatorError, match="does not open"):
        vault.open(sealed, about + "x")


@given(some.data())
def test_an_altered_envelope_does_not_open(data: some.DataObject) -> None:
    vault = ring(OLD)
    sealed = bytearray(vault.seal(b"token", "here"))
    place = data.draw(some.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(some.integers(1, 255))
    with pytest.raises((OperatorError, UnicodeDecodeError)):
        vault.open(bytes(sealed), "here")


def test_the_first_key_seals_and_every_key_opens() -> None:
    sealed = ring(OLD).seal_secret(Secret("token"), "here")
    both = ring(NEW, OLD)
    assert both.open_secret(sealed, "here") == Secret("token")
    assert key_id(both.seal(b"x", "here")) == "new"
    with pytest.raises(OperatorError, match="'old'"):
        ring(NEW).open(sealed, "here")


@pytest.mark.parametrize("setting", ["", "a", "a:", "a:!!", "a:AAAA", ":AAAA", "a b:AAAA"])
def test_a_bad_setting_is_named_by_its_place_and_not_shown(setting: str) -> None:
    good = new_key("good").reveal()
    with pytest.raises(OperatorError) as caught:
        Vault.from_setting(Secret(f"{good},{setting}"))
    assert "Entry 2" in str(caught.value)
    assert "keyturn vault new-key" in caught.value.remedy
    assert good.split(":")[1] not in str(caught.value)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(OperatorError, match="Entry 2"):
        ring(OLD, OLD)
