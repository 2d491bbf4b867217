from __future__ import annotations

from keyturn.checker.conditions.exchanging import allowing_ends_on_a_page_that_works
from keyturn.checker.conditions.rotation import spent_refresh_token_is_never_reused
from keyturn.checker.evidence import Entry, Evidence, Moment
from keyturn.checker.verdict import Verdict


def renewal(sequence: int, token: str) -> Entry:
    body = {"grant_type": "refresh_token", "refresh_token": token}
    return Entry(sequence, "request", "POST /oauth/token", {"status": 200, "body": body})


def story(*journal: Entry, moments: tuple[Moment, ...] = ()) -> Evidence:
    return Evidence(scenario="s", redirect_uris=(), journal=journal, moments=moments)


def test_a_spent_refresh_token_sent_again_is_found_with_its_place() -> None:
    reused = story(renewal(3, "refresh-token-1"), renewal(7, "refresh-token-1"))
    finding = spent_refresh_token_is_never_reused.over(reused)
    assert finding.verdict is Verdict.FAILED and finding.place == (3, 7)
    fresh = story(renewal(3, "refresh-token-1"), renewal(7, "refresh-token-2"))
    assert spent_refresh_token_is_never_reused.over(fresh).verdict is Verdict.PASSED


def test_without_a_renewal_nothing_is_passed() -> None:
    assert spent_refresh_token_is_never_reused.over(story()).verdict is Verdict.SKIPPED


def test_a_callback_that_fails_is_found() -> None:
    back = Moment(at=0.1, name="connected", value="500")
    assert allowing_ends_on_a_page_that_works.over(story(moments=(back,))).verdict is Verdict.FAILED
    assert allowing_ends_on_a_page_that_works.over(story()).verdict is Verdict.FAILED


def test_a_story_that_could_not_be_played_is_broken_and_not_failed() -> None:
    broken = Evidence(scenario="s", redirect_uris=(), broken="The subject hangs.")
    assert allowing_ends_on_a_page_that_works.over(broken).verdict is Verdict.BROKEN
