"""A condition as a value, and the five answers it can give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from keyturn.checker.conditions.testimony import Testimony
from keyturn.checker.evidence import Entry, Evidence
from keyturn.checker.verdict import Finding, Verdict, capped


@dataclass(frozen=True)
class Seen:
    """What a condition answers: made by :func:`holds`, :func:`fails`, :func:`warns` and so on."""

    verdict: Verdict
    observation: str
    place: tuple[int, ...] = ()


def holds(observation: str, *place: Entry) -> Seen:
    """All is well, and this shows it."""
    return Seen(Verdict.PASSED, observation, _numbers(place))


def fails(observation: str, *place: Entry) -> Seen:
    """This goes against the expectation."""
    return Seen(Verdict.FAILED, observation, _numbers(place))


def warns(observation: str, *place: Entry) -> Seen:
    """Against the expectation, and nothing a review would turn down."""
    return Seen(Verdict.WARNING, observation, _numbers(place))


def asks(question: str, *place: Entry) -> Seen:
    """A machine cannot tell: the question a person has to answer."""
    return Seen(Verdict.REVIEW, question, _numbers(place))


def not_there(why: str) -> Seen:
    """What it would judge did not happen and need not."""
    return Seen(Verdict.SKIPPED, why)


Judge = Callable[[Evidence], Seen]
_TROUBLE_AT_MOST = 200


@dataclass(frozen=True)
class Condition:
    """One judgement over the evidence of each of its scenarios."""

    name: str
    point: str
    scenarios: tuple[str, ...]
    expectation: str
    mend: str
    judge: Judge
    standards: tuple[str, ...] = ()
    guessed: bool = False
    why: str = ""

    def over(self, evidence: Evidence) -> Finding:
        """What it finds; ``broken`` or ``skipped`` as the story was."""
        if evidence.broken is not None:
            seen = Seen(Verdict.BROKEN, evidence.broken)
        elif evidence.skipped is not None:
            seen = Seen(Verdict.SKIPPED, evidence.skipped)
        elif evidence.unseen is not None:
            seen = asks(evidence.unseen)
        elif evidence.way == "guided":
            seen = self._by_word(evidence)
        else:
            seen = self._judged(evidence)
        return Finding(
            condition=self.name,
            point=self.point,
            scenario=evidence.scenario,
            verdict=capped(seen.verdict, self.guessed),
            expectation=self.expectation,
            observation=seen.observation,
            mend=self.mend,
            standards=self.standards,
            place=seen.place,
        )

    def _by_word(self, evidence: Evidence) -> Seen:
        """What rests on a person's word is a question, whatever the answer was."""
        testimony = Testimony(evidence)
        seen = self._judged(cast(Evidence, testimony))
        if not testimony.leaned_on or seen.verdict in (Verdict.BROKEN, Verdict.REVIEW):
            return seen
        question = f"Only a person saw the pages. {self.expectation} Is it so? Noted was: {seen.observation}"
        return Seen(Verdict.REVIEW, question, seen.place)

    def _judged(self, evidence: Evidence) -> Seen:
        try:
            return self.judge(evidence)
        except Exception as trouble:  # the other findings are worth as much as before
            why = f"{type(trouble).__name__}: {str(trouble)[:_TROUBLE_AT_MOST]}"
            return Seen(Verdict.BROKEN, f"The checker cannot judge what the subject showed ({why}).")


def condition(
    *,
    point: str,
    scenario: tuple[str, ...],
    expectation: str,
    mend: str,
    standards: tuple[str, ...] = (),
    guessed: bool = False,
) -> Callable[[Judge], Condition]:
    """Make a function a condition; its docstring says why. ``guessed``: it rests on a guess about Nuki."""

    def made(judge: Judge) -> Condition:
        name = getattr(judge, "__name__", "")
        why = (judge.__doc__ or "").strip()
        return Condition(name, point, scenario, expectation, mend, judge, standards, guessed, why)

    return made


def _numbers(place: tuple[Entry, ...]) -> tuple[int, ...]:
    return tuple(entry.sequence for entry in place)
