"""What only a person saw is for review; what the sandbox saw is judged; what nobody could play is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.evidence import Entry, Evidence, Exchange, Moment, Sighting
from keyturn.checker.verdict import Verdict

JOURNAL = (Entry(1, "request", "POST /oauth/token", {"status": 200}),)
BY_HAND = Evidence(
    scenario="any",
    way="guided",
    exchanges=(Exchange(at=0, by="subject", method="SEEN", url="https://a", status=200, headers={}),),
    journal=JOURNAL,
    moments=(Moment(at=0, name="outcome", value="confirmed"), Moment(at=0, name="token expired")),
    sightings=(Sighting("access_token", "the subject's output"),),
)


def found(judge: Callable[[Evidence], Seen], evidence: Evidence = BY_HAND) -> tuple[Verdict, str]:
    def named(given: Evidence) -> Seen:
        return judge(given)

    made = condition(point="p", scenario=("any",), expectation="All is well.", mend="Mend it.")(named)
    finding = made.over(evidence)
    return finding.verdict, finding.observation


PERSONS: dict[str, Callable[[Evidence], Seen]] = {
    "a page": lambda one: holds(one.by_subject()[0].url),
    "a page at a moment": lambda one: fails(str(one.shown_at(Moment(at=0, name="x", exchanges=1)))),
    "an outcome": lambda one: holds(one.noted("outcome")[0].value),
    "all moments": lambda one: holds(one.moments[0].value),
    "no secret on pages": lambda one: holds(str(one.sightings)),
    "nothing to judge": lambda one: not_there(str(one.exchanges)),
}
SANDBOXS: dict[str, Callable[[Evidence], Seen]] = {
    "a call": lambda one: holds(one.calls("POST /oauth/token")[0].subject),
    "a moment of the checker's": lambda one: holds(one.noted("token expired")[0].name),
    "what was printed": lambda one: holds(str(one.sighted("the subject's "))),
}


@pytest.mark.parametrize("what", PERSONS)
def test_a_persons_word_is_for_review(what: str) -> None:
    verdict, says = found(PERSONS[what])
    assert verdict is Verdict.REVIEW
    assert says.startswith("Only a person saw the pages. All is well. Is it so?")


@pytest.mark.parametrize("what", SANDBOXS)
def test_what_the_sandbox_saw_is_judged(what: str) -> None:
    assert found(SANDBOXS[what])[0] is Verdict.PASSED


def test_a_browser_needs_no_persons_word() -> None:
    seen = Evidence(scenario="any", way="browser", exchanges=BY_HAND.exchanges)
    assert found(PERSONS["a page"], seen)[0] is Verdict.PASSED


def test_what_nobody_could_play_is_a_question() -> None:
    unseen = Evidence(scenario="any", way="guided", unseen="A person cannot do this.")
    assert found(SANDBOXS["a call"], unseen) == (Verdict.REVIEW, "A person cannot do this.")
