"""What is believed: every genuine webhook, and no other. Serves: confirmed-actions."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, asks, condition, fails, holds, not_there
from keyturn.checker.evidence import Evidence, Moment

POINT = "confirmed-actions"
SIGNED = ("ASVS 9.1.1", "RFC 2104")
FORGERIES = ("forged_webhook_arrives",)


def shown_after(evidence: Evidence, moment: Moment) -> str:
    """The outcome at the next look."""
    later = evidence.moments[evidence.moments.index(moment) :]
    return next((one.value for one in later if one.name == "outcome"), "unknown")


def _not_believed(evidence: Evidence) -> Seen:
    forged = [one for one in evidence.noted("posted") if one.value]
    if not forged:
        return not_there("Nothing forged was sent.")
    for one in forged:
        if shown_after(evidence, one) == "confirmed":
            return fails(f"A webhook {one.value} opened the door on the page; the motor was blocked.")
    if _last(evidence) != "failed" and "failed" not in [
        shown_after(evidence, one) for one in evidence.noted("truth")
    ]:
        return asks(f"The genuine webhook after it ended as {_last(evidence)}: are forged ones refused, or all?")
    return holds(f"{len(forged)} of them changed nothing; the genuine one did.")


def _last(evidence: Evidence) -> str:
    words = [one.value for one in evidence.noted("outcome")]
    return words[-1] if words else "never shown"


@condition(
    point=POINT, scenario=("unsigned_webhook_arrives",), standards=SIGNED,
    expectation="A webhook without a signature is not believed.",
    mend="Refuse every webhook without X-Nuki-Signature-SHA256, also while no secret is set.",
)  # fmt: skip
def unsigned_webhook_is_refused(evidence: Evidence) -> Seen:
    """Anybody can write to a public address."""
    return _not_believed(evidence)


@condition(
    point=POINT, scenario=FORGERIES, standards=(*SIGNED, "CWE-208"),
    expectation="A webhook whose signature does not fit in full is not believed.",
    mend="Compare the whole HMAC-SHA256 over the raw body with a function for that, such as compare_digest.",
)  # fmt: skip
def forged_webhook_is_refused(evidence: Evidence) -> Seen:
    """A signature that is not checked is a decoration."""
    return _not_believed(evidence)


@condition(
    point=POINT, scenario=("old_signature_arrives",), standards=SIGNED,
    expectation="A webhook is not believed for its undocumented second signature.",
    mend="Verify X-Nuki-Signature-SHA256 only.",
)  # fmt: skip
def old_signature_is_not_trusted(evidence: Evidence) -> Seen:
    """It is shorter, and Nuki says nothing about it."""
    return _not_believed(evidence)


@condition(
    point=POINT, scenario=("confirmation_is_written_unusually",), standards=SIGNED,
    expectation="The signature is verified over the body as it came.",
    mend="Read the raw bytes, verify them, and parse afterwards; never sign what you have written anew.",
)  # fmt: skip
def signature_is_over_raw_bytes(evidence: Evidence) -> Seen:
    """A space or an umlaut written otherwise, and genuine webhooks are refused."""
    if _last(evidence) == "confirmed":
        return holds("It was believed.")
    statuses = [hook.status for hook in evidence.hooks if '"requestId"' in hook.body]
    answered = statuses[-1] if statuses else "by nobody"
    return fails(f"It was answered {answered}, and the action stands as {_last(evidence)}.")


@condition(
    point=POINT, scenario=("another_request_is_confirmed",),
    expectation="A confirmation counts for its own request only.",
    mend="Find the action by the webhook's requestId, and by nothing else.",
)  # fmt: skip
def confirmation_belongs_to_its_request(evidence: Evidence) -> Seen:
    """Two guests may stand at two doors."""
    posted = evidence.noted("posted")
    if not posted:
        return not_there("No other request was confirmed.")
    return fails("The confirmation of another request was taken for this one's.") if shown_after(
        evidence, posted[0]) == "confirmed" else holds(f"It stayed {shown_after(evidence, posted[0])}.")  # fmt: skip


@condition(
    point=POINT, scenario=("webhooks_of_each_kind_arrive",),
    expectation="A feature nobody has heard of is accepted like any other.",
    mend="Answer 204 to every webhook that is well signed, and pass over what you do not know.",
)  # fmt: skip
def unknown_feature_is_accepted(evidence: Evidence) -> Seen:
    """Features are added, and an answer that is no success counts against the receiver."""
    unheard = [hook for hook in evidence.hooks if '"DEVICE_WEATHER"' in hook.body]
    if not unheard:
        return not_there("None was sent.")
    bad = [hook for hook in unheard if hook.status not in (200, 202, 204)]
    return fails(f"It was answered {bad[0].status or bad[0].trouble}.") if bad else holds("It was accepted.")


@condition(
    point=POINT, scenario=("webhooks_of_strange_kinds_arrive",),
    expectation="Well signed bodies of a strange form break nothing.",
    mend="Look at the form of what you have parsed before you use it, and never answer 5xx for what it says.",
)  # fmt: skip
def strange_webhooks_are_survived(evidence: Evidence) -> Seen:
    """That Nuki would send them is a guess; what fails here is a question."""
    bad = [hook for hook in evidence.hooks if hook.status is None or hook.status >= 500]
    if bad:
        return asks(f"{bad[0].body[:50]!r} was answered {bad[0].status or bad[0].trouble}: is that on purpose?")
    return holds("They broke nothing.") if _last(evidence) == "confirmed" else asks(
        f"After them the genuine confirmation ended as {_last(evidence)}: why?")  # fmt: skip
