"""Every fault of a webhook strikes, and does what it says."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

import pytest

from keyturn.sandbox.faults.hooks import FAULTS
from keyturn.testing import Mail, Nuki

SIGNATURE = "X-Nuki-Signature-SHA256"


def asked(nuki: Nuki, name: str, seconds: float = 20.0, **how: Any) -> str:
    """An unlock under the fault; its request id."""
    nuki.arm(name, **how)
    token = nuki.grant("smartlock smartlock.action webhook.central")
    answer = nuki.post(f"/smartlock/{nuki.door().id}/action/unlock/advanced", token)
    nuki.advance(seconds)
    return str(answer.json["requestId"])


def fits(nuki: Nuki, mail: Mail) -> bool:
    key = nuki.client_secret.reveal().encode()
    return mail.headers.get(SIGNATURE) == hmac.new(key, mail.body, hashlib.sha256).hexdigest()


def outcomes(nuki: Nuki) -> list[Mail]:
    return [mail for mail in nuki.webhooks if b'"requestId"' in mail.body]


@pytest.mark.parametrize("name", ["webhook_lost", "confirmation_never_sent"])
def test_the_door_moves_and_nobody_is_told(nuki: Nuki, name: str) -> None:
    asked(nuki, name, seconds=600)
    assert nuki.door().state == "unlocked"
    assert outcomes(nuki) == []


def test_late_twice_and_again(nuki: Nuki) -> None:
    asked(nuki, "webhook_late", seconds=30)
    assert outcomes(nuki) == []
    nuki.advance(60)
    assert len(outcomes(nuki)) == 1


def test_twice_is_byte_for_byte(nuki: Nuki) -> None:
    asked(nuki, "webhook_twice")
    first, second = outcomes(nuki)
    assert first == second
    assert fits(nuki, first)


def test_a_replay_is_the_same_with_the_same_signature(nuki: Nuki) -> None:
    asked(nuki, "webhook_replayed")
    assert len(outcomes(nuki)) == 1
    nuki.advance(3600)
    first, again = outcomes(nuki)
    assert (first, first.headers) == (again, again.headers)


def test_a_webhook_leaves_behind_the_next(nuki: Nuki) -> None:
    asked(nuki, "webhook_reordered")
    states = [mail.json["state"]["state"] for mail in nuki.webhooks if mail.kind == "DEVICE_STATUS"]
    assert states == [3, 2]  # unlocked, unlocking


def test_one_held_back_leaves_even_when_none_follows(nuki: Nuki) -> None:
    asked(nuki, "webhook_reordered", webhook="confirmations")
    assert outcomes(nuki) == []
    nuki.advance(60)
    assert len(outcomes(nuki)) == 1


@pytest.mark.parametrize("name", ["webhook_badly_signed", "webhook_signed_by_another"])
def test_a_wrong_key(nuki: Nuki, name: str) -> None:
    asked(nuki, name)
    (mail,) = outcomes(nuki)
    assert len(mail.headers[SIGNATURE]) == 64
    assert not fits(nuki, mail)


def test_no_signature_at_all(nuki: Nuki) -> None:
    asked(nuki, "webhook_unsigned")
    (mail,) = outcomes(nuki)
    assert not [name for name in mail.headers if "signature" in name.lower()]


@pytest.mark.parametrize(
    "name", ["webhook_unknown_feature", "webhook_unknown_device", "webhook_array_body", "webhook_not_json"]
)
def test_strange_bodies_are_well_signed(nuki: Nuki, name: str) -> None:
    asked(nuki, name)
    strange = nuki.webhooks[0]
    assert fits(nuki, strange)
    match name:
        case "webhook_unknown_feature":
            assert strange.kind == "DEVICE_WEATHER"
        case "webhook_unknown_device":
            assert strange.json["smartlockId"] != nuki.door().id
        case "webhook_array_body":
            assert strange.json[0]["feature"] == "DEVICE_STATUS"
        case _:
            assert strange.body.startswith(b"<html>")


def test_what_was_written_anew_means_the_same_and_does_not_fit(nuki: Nuki) -> None:
    asked(nuki, "webhook_reserialised")
    assert nuki.webhooks[0].json["feature"] == "DEVICE_STATUS"
    assert not fits(nuki, nuki.webhooks[0])


def test_a_feature_can_be_chosen(nuki: Nuki) -> None:
    asked(nuki, "webhook_lost", webhook="DEVICE_LOGS")
    kinds = {mail.kind for mail in nuki.webhooks}
    assert "DEVICE_LOGS" not in kinds
    assert "DEVICE_STATUS" in kinds
    assert len(outcomes(nuki)) == 1


def test_every_fault_of_a_webhook_is_looked_at_here() -> None:
    text = Path(__file__).read_text()
    assert [fault.name for fault in FAULTS if f'"{fault.name}"' not in text] == []
