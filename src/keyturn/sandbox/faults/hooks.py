"""Faults of webhooks."""

from __future__ import annotations

from keyturn.nuki.confidence import Confidence
from keyturn.sandbox.faults.effects import SignedBy, Tampered
from keyturn.sandbox.faults.fault import ANY_WEBHOOK, Fault, Hook

GUESSED = Confidence.GUESSED
LATE_SECONDS = 60.0
REPLAY_SECONDS = 3600.0
STRUCK = Hook.ON_WEBHOOK

FAULTS: tuple[Fault, ...] = (
    Fault("webhook_lost", STRUCK, "The webhook never leaves. Nuki documents no retry.", "D-whd; P-WH",
          Tampered(copies=0)),
    Fault("confirmation_never_sent", STRUCK, "The device acts, and no confirmation of it ever leaves.",
          "F29886, F40095", Tampered(copies=0)),
    Fault("webhook_late", STRUCK, "The webhook leaves a minute late, or after the seconds given.", "D-con",
          Tampered(delay=LATE_SECONDS)),
    Fault("webhook_twice", STRUCK, "The webhook leaves twice, byte for byte the same.", "D-whd: no event id",
          Tampered(copies=2)),
    Fault("webhook_reordered", STRUCK, "The webhook leaves behind the next one.", "D-whd: no order is promised",
          Tampered(held=True), confidence=GUESSED, webhook=ANY_WEBHOOK),
    Fault("webhook_replayed", STRUCK, "The same bytes with the same signature come again an hour later.",
          "D-whc: nothing signed tells the time", Tampered(again=REPLAY_SECONDS), confidence=GUESSED),
    Fault("webhook_badly_signed", STRUCK, "The signature has the right form and a wrong key.", "D-whc",
          Tampered(signed_by=SignedBy.NOBODY)),
    Fault("webhook_signed_by_another", STRUCK,
          "A decentral webhook is signed with the client secret, a central one with a stale secret.",
          "X-events: stale secrets", Tampered(signed_by=SignedBy.ANOTHER)),
    Fault("webhook_unsigned", STRUCK, "The signature headers are missing.", "D-whc", Tampered(signed=False),
          confidence=GUESSED),
    Fault("webhook_unknown_feature", STRUCK, "The webhook is of a feature nobody has heard of.", "D-whd grows",
          Tampered(spoil="unknown_feature"), confidence=GUESSED, webhook=ANY_WEBHOOK),
    Fault("webhook_unknown_device", STRUCK, "The webhook is about a device that is not the account's.",
          "P-WH", Tampered(spoil="unknown_device"), confidence=GUESSED, webhook=ANY_WEBHOOK),
    Fault("webhook_array_body", STRUCK, "The body is an array with the event in it.",
          "D-whd shows single objects only", Tampered(spoil="array_body"), confidence=GUESSED, webhook=ANY_WEBHOOK),
    Fault("webhook_reserialised", STRUCK, "The body was written anew on its way, so the signature does not fit.",
          "several receivers", Tampered(spoil="reserialised"), webhook=ANY_WEBHOOK),
    Fault("webhook_not_json", STRUCK, "The body is no JSON, and well signed.", "any proxy",
          Tampered(spoil="not_json"), confidence=GUESSED, webhook=ANY_WEBHOOK),
)  # fmt: skip
