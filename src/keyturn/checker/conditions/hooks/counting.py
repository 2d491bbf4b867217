"""What counts once, late, early, and not at all. Serves: confirmed-actions."""

from __future__ import annotations

import json

from keyturn.checker.conditions.condition import Seen, asks, condition, fails, holds, not_there
from keyturn.checker.conditions.hooks.endings import endings
from keyturn.checker.evidence import Evidence

POINT = "confirmed-actions"
LATE = ("confirmation_comes_late",)
ALIKE = ("door_moves_alike_twice",)


def words(evidence: Evidence) -> list[str]:
    """The outcome at each look."""
    return [one.value for one in evidence.noted("outcome")]


def last(evidence: Evidence) -> str:
    """The outcome at the last look."""
    return words(evidence)[-1] if words(evidence) else "never shown"


@condition(
    point=POINT, scenario=("visitor_unlocks_and_webhook_confirms",), standards=("WCAG 4.1.3",),
    expectation="While nothing is confirmed, the action is shown as waiting.",
    mend="Show that the lock was asked and has not answered yet.",
)  # fmt: skip
def waiting_is_shown_as_waiting(evidence: Evidence) -> Seen:
    """Whoever reads that it failed presses again."""
    moves = evidence.noted("door moves")
    early = [one for one in evidence.noted("outcome") if moves and one.exchanges <= moves[0].exchanges]
    # Not from ``asked``: what the press led to may take a busy browser seconds, and the subject waits meanwhile.
    asks_at = [one.at for one in evidence.noted("asks")]
    if not early or not asks_at:
        return not_there("Nobody looked before the door moved.")
    if early[-1].at - asks_at[-1] >= evidence.offers.confirm_seconds:
        return not_there("The look came later than the subject waits: machine or person took too long.")
    if early[-1].value == "confirmed":
        return not_there("Success was shown already.")
    return holds("It was shown as waiting.") if early[-1].value == "waiting" else fails(
        f"It was shown as {early[-1].value}.")  # fmt: skip


@condition(
    point=POINT, scenario=("motor_is_blocked", "door_has_other_troubles"), standards=("WCAG 3.3.1",),
    expectation="What a webhook reports as failed is shown as failed.",
    mend="Look at the webhook's success: only true is success.",
)  # fmt: skip
def failure_is_shown_as_failure(evidence: Evidence) -> Seen:
    """The customer stands before a closed door."""
    asked = endings(evidence)
    if not asked:
        return not_there("No button could be pressed.")
    wrong = [one for one in asked if not one.honest]
    if wrong:
        return fails(f"After {wrong[0].trouble} it was shown as {wrong[0].word}.")
    return holds(f"Shown as it was: {', '.join(one.trouble for one in asked)}.")


@condition(
    point=POINT, scenario=LATE,
    expectation="When nothing confirms an action, it is shown as unconfirmed after a while.",
    mend="Give each accepted action a time limit, and say after it that the lock has not answered.",
)  # fmt: skip
def silence_is_shown_as_unconfirmed(evidence: Evidence) -> Seen:
    """No news is no good news, and nobody can wait for ever."""
    waited = [one.value for one in evidence.noted("waited")]
    if not waited:
        return not_there("Nobody waited.")
    limit = f"{evidence.offers.confirm_seconds:g} seconds and some more"
    return holds(f"After {limit} it was.") if waited[-1] == "unconfirmed" else fails(
        f"After {limit} it was shown as {waited[-1]}.")  # fmt: skip


@condition(
    point=POINT, scenario=LATE,
    expectation="A confirmation that comes late is shown after all.",
    mend="Let a webhook settle an action that was given up, too.",
)  # fmt: skip
def late_confirmation_counts(evidence: Evidence) -> Seen:
    """A battery lock on a weak network takes its time."""
    return holds("It was shown as confirmed.") if last(evidence) == "confirmed" else fails(
        f"It was still shown as {last(evidence)}.")  # fmt: skip


@condition(
    point=POINT, scenario=("confirmation_comes_early",),
    expectation="A confirmation that comes before Nuki's answer counts.",
    mend="Keep confirmations of unknown requests for a while, and look there when the requestId is known.",
)  # fmt: skip
def early_confirmation_counts(evidence: Evidence) -> Seen:
    """Nothing promises an order."""
    return holds("It was shown as confirmed.") if last(evidence) == "confirmed" else fails(
        f"It was shown as {last(evidence)}.")  # fmt: skip


@condition(
    point=POINT, scenario=("confirmation_comes_twice",),
    expectation="The same confirmation again changes nothing.",
    mend="Let the first word about a request be the last.",
)  # fmt: skip
def double_confirmation_counts_once(evidence: Evidence) -> Seen:
    """Networks repeat themselves."""
    again = evidence.noted("again")
    if not again:
        return not_there("Nothing came twice.")
    before = [one.value for one in evidence.noted("outcome") if one.exchanges <= again[0].exchanges]
    return holds("It changed nothing.") if before[-1:] == [last(evidence)] else fails(
        f"{before[-1:]} became {last(evidence)}.")  # fmt: skip


def _logs(evidence: Evidence) -> int:
    return len({hook.body for hook in evidence.hooks if '"DEVICE_LOGS"' in hook.body})


@condition(
    point=POINT, scenario=ALIKE,
    expectation="Webhooks that come again, byte for byte, add nothing.",
    mend="Keep events by Nuki's own id of the log entry, and take each once.",
)  # fmt: skip
def replayed_webhook_is_harmless(evidence: Evidence) -> Seen:
    """A signature fits for ever: nothing signed tells the time."""
    seen = [int(one.value) for one in evidence.noted("events")]
    if not _logs(evidence):
        return not_there("No DEVICE_LOGS was sent.")
    return holds(f"There were {seen[0]} events before and after.") if seen[-1] == seen[0] else fails(
        f"{seen[0]} events became {seen[-1]}.")  # fmt: skip


@condition(
    point=POINT, scenario=ALIKE,
    expectation="Two events that are alike but for their time are two.",
    mend="Tell events apart by Nuki's own id of the log entry, not by what they say.",
)  # fmt: skip
def identical_genuine_events_all_count(evidence: Evidence) -> Seen:
    """A door is opened more than once a day."""
    ids = {
        json.loads(hook.body)["smartlockLog"].get("id") for hook in evidence.hooks if '"DEVICE_LOGS"' in hook.body
    }
    seen = [int(one.value) for one in evidence.noted("events")]
    if len(ids) < 2:
        return not_there("There were no two events.")
    if not seen[0]:
        return asks("No event is shown at all where SUBJECT.toml says that events stand: where are they?")
    return holds(f"{len(ids)} events came, and {seen[0]} are shown.") if seen[0] >= len(ids) else fails(
        f"{len(ids)} events came, and only {seen[0]} are shown.")  # fmt: skip
