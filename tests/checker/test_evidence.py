from __future__ import annotations

from keyturn.checker.evidence import Canaries, Sighting
from keyturn.checker.verdict import Finding, Verdict, capped, fold
from keyturn.secrecy import Secret


def test_a_planted_secret_never_stays_in_what_was_captured() -> None:
    canaries = Canaries()
    canaries.plant("client_secret", Secret("hush/hush+hush"))
    assert "hush" not in canaries.captured("a hush/hush+hush b hush%2Fhush%2Bhush", "body of GET /")
    assert canaries.sightings == [Sighting("client_secret", "body of GET /")]


def test_where_a_secret_belongs_it_is_no_sighting() -> None:
    canaries = Canaries()
    canaries.plant("client_secret", Secret("hush-hush"))
    canaries.captured("hush-hush", "token request", allowed=True)
    assert canaries.sightings == []


def finding(verdict: Verdict, expected: str | None = None) -> Finding:
    return Finding(
        condition="c", point="p", scenario="s", verdict=verdict, expectation="", observation="", mend="",
        expected=expected,
    )  # fmt: skip


def test_the_worst_finding_is_the_verdict_of_a_point() -> None:
    assert fold([finding(Verdict.PASSED), finding(Verdict.BROKEN)]) is Verdict.BROKEN
    assert fold([finding(Verdict.FAILED), finding(Verdict.BROKEN)]) is Verdict.FAILED
    assert fold([finding(Verdict.FAILED, "known")]) is Verdict.WARNING
    assert fold([]) is Verdict.SKIPPED


def test_a_guess_about_nuki_is_never_a_pass_or_a_failure() -> None:
    assert capped(Verdict.PASSED, True) is capped(Verdict.FAILED, True) is Verdict.REVIEW
    assert capped(Verdict.BROKEN, True) is Verdict.BROKEN
