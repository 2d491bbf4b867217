"""Pages in the words of other people than those who wrote the conditions."""

from __future__ import annotations

import pytest

from keyturn.checker.conditions.condition import Condition
from keyturn.checker.conditions.guiding import errors, instructions, support
from keyturn.checker.conditions.guiding.prose import NEXT_STEP, TOPICS, TRACE
from keyturn.checker.evidence import Evidence, Exchange, Moment, Offers
from keyturn.checker.verdict import Verdict

HELP = """<html><body><nav><a href="/hilfe">Hilfe</a></nav><main><h1>Hilfe</h1>
<p>Sie können Ihre Türen aufschließen und abschließen. Geeignet sind Nuki Smart Lock und Nuki Smart Door.
Mit dem Opener geht es nicht.</p>
<h2>Verbinden</h2><p>Melden Sie sich bei Nuki an und erlauben Sie den Zugriff.</p>
<p>Ist die Verbindung abgelaufen, können Sie sich neu verbinden.</p><h2>Trennen</h2><p>Sie können jederzeit die
Verbindung trennen.</p><h2>Störungen</h2><p>Bei einer Störung hilft unser Support.</p></main></body></html>"""
OFFERS = Offers(
    devices=(3, 4), scopes=("smartlock.readOnly", "smartlock.action"), actions=("unlock", "lock"), help="/hilfe"
)


def page(name: str, body: str, status: int = 200, value: str = "", offers: Offers = OFFERS) -> Evidence:
    shown = Exchange(
        at=0.1, by="subject", method="GET", url="https://subject/x", status=status, headers={}, body=body
    )
    noted = Moment(at=0.2, name=name, value=value, exchanges=1)
    return Evidence(scenario="s", redirect_uris=(), offers=offers, exchanges=(shown,), moments=(noted,))


def verdict(condition: Condition, evidence: Evidence) -> Verdict:
    return condition.over(evidence).verdict


@pytest.mark.parametrize("condition", [
    instructions.help_covers_connecting, instructions.help_covers_reconnecting,
    instructions.help_covers_disconnecting, instructions.help_covers_problems,
    instructions.help_agrees_with_devices, instructions.help_agrees_with_actions,
])  # fmt: skip
def test_a_help_in_german_is_understood(condition: Condition) -> None:
    assert verdict(condition, page("help", HELP)) is Verdict.PASSED


def test_a_device_that_is_not_there_is_found_unless_the_help_says_so() -> None:
    promised = HELP.replace("geht es nicht", "geht es auch")
    assert verdict(instructions.help_agrees_with_devices, page("help", promised)) is Verdict.FAILED


def test_an_action_that_is_not_there_is_found() -> None:
    promised = HELP.replace("abschließen.", "abschließen. Die Falle kann gezogen werden.")
    assert verdict(instructions.help_agrees_with_actions, page("help", promised)) is Verdict.FAILED


def test_scopes_in_other_words_are_a_question() -> None:
    assert verdict(instructions.help_agrees_with_scopes, page("help", HELP)) is Verdict.REVIEW
    one = HELP.replace("</main>", "<code>smartlock.action</code></main>")
    assert verdict(instructions.help_agrees_with_scopes, page("help", one)) is Verdict.FAILED


def test_a_help_behind_a_login_is_no_help() -> None:
    away = page("help", "<p>Please log in</p>", 401)
    assert verdict(instructions.help_reachable_without_login, away) is Verdict.FAILED
    assert verdict(instructions.help_covers_problems, away) is Verdict.SKIPPED


@pytest.mark.parametrize("text", [
    "Warten Sie einen Moment.", "Bitte versuchen Sie es noch einmal.", "Try again in a minute.", "Prüfen Sie die Tür.",
])  # fmt: skip
def test_next_steps(text: str) -> None:
    assert NEXT_STEP.search(text)


@pytest.mark.parametrize(
    "text", ["Nuki cannot be reached at the moment.", "Fehler 502", "Das ging schief.", "Sorry!"]
)
def test_no_next_steps(text: str) -> None:
    assert not NEXT_STEP.search(text)


@pytest.mark.parametrize("text", [
    'Traceback (most recent call last):\n  File "/app/x.py", line 3', "Error\n    at open (/srv/app.js:12:7)",
    "java.lang.NullPointerException\n\tat shop.Lock.open(Lock.java:41)", "#0 /var/www/index.php(12): open()",
])  # fmt: skip
def test_the_insides_of_programs_are_known(text: str) -> None:
    assert TRACE.search(text)


def test_a_calm_page_shows_no_insides() -> None:
    assert not TRACE.search("We are sorry. Try again at 10:30 or write to us (24/7). Line 3 is busy.")


@pytest.mark.parametrize(("text", "reference"), [
    ("Reference A1B2C3D4. Ask us", "A1B2C3D4"), ("Vorgangsnummer: 2026-000123", "2026-000123"),
    ("Reference for support: ABCDEFAB", "ABCDEFAB"),
    ("Reference: unknown. Please write to us.", None), ("Sorry.", None),
])  # fmt: skip
def test_references_are_found(text: str, reference: str | None) -> None:
    assert support.reference_of(text) == reference


def test_an_error_without_a_way_on_is_found() -> None:
    calm = '<main><p>Nuki is away. Try again.</p><a href="/doors">Doors</a></main>'
    assert verdict(errors.error_page_has_next_step, page("error page", calm, 503)) is Verdict.PASSED
    bare = '<nav><a href="/">Try again</a></nav><main><p>Nuki is away.</p></main>'
    assert verdict(errors.error_page_has_next_step, page("error page", bare, 503)) is Verdict.FAILED
    assert verdict(errors.error_page_has_next_step, page("error page", calm, 200)) is Verdict.SKIPPED


def test_programs_that_answer_json_are_judged_as_well() -> None:
    told = '{"error": "Nuki is away", "next": "Try again", "support": "mailto:help@stays.example"}'
    assert verdict(errors.error_page_has_next_step, page("error page", told, 503)) is Verdict.PASSED
    assert verdict(support.support_reachable_from_error, page("error page", told, 503)) is Verdict.PASSED


def test_every_topic_is_told_apart() -> None:
    texts = {
        "connecting": "Log in at Nuki and press Allow.", "reconnecting": "If it has ended, connect again.",
        "disconnecting": "Press Disconnect below your doors.", "problems": "Something goes wrong?",
    }  # fmt: skip
    found = {topic: [name for name, word in TOPICS.items() if word.search(text)] for topic, text in texts.items()}
    assert found == {topic: [topic] for topic in texts}
