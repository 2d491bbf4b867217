"""What is captured of an answer, and which secrets are seen where they do not belong."""

from __future__ import annotations

from keyturn.checker.evidence import Canaries, Sighting
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Answer
from keyturn.secrecy import Secret

HERE = "https://subject.example"
CODE, STATE, KEY = "a-code-nobody-guesses", "a-state-nobody-guesses", "a-session-nobody-guesses"


def recording() -> tuple[Canaries, Recording]:
    canaries = Canaries()
    canaries.plant("code", Secret(CODE))
    canaries.plant("state", Secret(STATE))
    return canaries, Recording(canaries, lambda: 0.0, HERE)


def test_on_the_way_back_code_and_state_belong() -> None:
    canaries, taken = recording()
    url = f"{HERE}/callback?code={CODE}&state={STATE}"
    seen = taken.exchange("GET", url, "", Answer(303, {"location": "/doors"}, b""))
    assert canaries.sightings == []
    assert CODE not in seen.url and STATE in seen.url


def test_in_a_page_they_do_not() -> None:
    canaries, taken = recording()
    seen = taken.exchange("GET", f"{HERE}/doors", "", Answer(200, {}, f"{CODE} {STATE}".encode()))
    assert seen.body == "‹code› ‹state›"
    assert {one.canary for one in canaries.sightings} == {"code", "state"}


def test_of_a_cookie_the_attributes_stay_and_its_value_is_a_secret_from_then_on() -> None:
    canaries, taken = recording()
    cookies = f"__Host-id={KEY}; Path=/; Secure; HttpOnly\nlang=de; Path=/"
    seen = taken.exchange("GET", HERE, "", Answer(200, {"set-cookie": cookies}, b""))
    assert (
        seen.headers["set-cookie"]
        == "__Host-id=‹24 characters›; Path=/; Secure; HttpOnly\nlang=‹2 characters›; Path=/"
    )
    taken.exchange("GET", f"{HERE}/doors", "", Answer(200, {}, KEY.encode()))
    assert canaries.sightings == [Sighting("session_cookie", "body of GET /doors")]


def test_a_token_against_forged_forms_may_stand_in_the_form() -> None:
    canaries, taken = recording()
    taken.exchange("GET", HERE, "", Answer(200, {"set-cookie": f"csrftoken={KEY}"}, b""))
    taken.exchange("GET", HERE, "", Answer(200, {}, KEY.encode()))
    assert canaries.sightings == []


def test_what_becomes_known_later_is_cleaned_once_more_and_a_state_on_its_way_is_no_sighting() -> None:
    canaries = Canaries()
    recording = Recording(canaries, lambda: 0.0, "https://subject.example")
    body = b"Redirecting to /oauth/authorize?state=a-state-of-16-chars. Code 349-775 for you, not 13497750."
    recording.exchange("GET", "https://subject.example/connect", "", Answer(302, {}, body))
    canaries.plant("state", Secret("a-state-of-16-chars"))
    canaries.plant_code(Secret("349775"))
    recording.cleaned()
    assert recording.exchanges[0].body.endswith("Code ‹access_code› for you, not 13497750.")
    assert [one.canary for one in canaries.sightings] == ["access_code"]


def test_a_page_is_clean_only_when_no_tags_hide_a_secret_in_it() -> None:
    canaries, taken = recording()
    canaries.plant_code(Secret("482913"))
    assert taken.is_clean("<p>All is well.</p>", HERE)
    assert not taken.is_clean(f"<p>{STATE}</p>")
    assert not taken.is_clean("<p>Fine.</p>", f"{HERE}?code={CODE}")
    assert not taken.is_clean("<b>4</b><b>8</b><b>2</b> <b>9</b><b>1</b><b>3</b>")
    assert canaries.sightings == []
