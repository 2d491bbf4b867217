"""From code to tokens, on the server. Serves: server-side-exchange."""

from __future__ import annotations

from collections import Counter

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.evidence import Entry, Evidence

POINT = "server-side-exchange"
TOKEN = "POST /oauth/token"  # noqa: S105
VISITS = ("visitor_connects", "visitor_unlocks_and_webhook_confirms")
_STORED = "answers to scripts, storage, the console and pushed events"
SEARCHED = {
    "http": f'Searched: pages, redirects, cookies and scripts. Not: {_STORED}; way = "browser" searches them.',
    "browser": f"Searched: pages, redirects, cookies, scripts, {_STORED}.",
    "guided": "Searched: nothing a browser showed.",
}
"""What a visitor can find, by the way it goes."""
BY_ITSELF = "the subject's "
"""How places begin that no visitor sees: its output, its logs."""


def sent(call: Entry) -> dict[str, str]:
    """What a call of the token endpoint said, secrets by label."""
    parts = (call.details.get("query"), call.details.get("body"))
    return {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}


def exchanges(evidence: Evidence, grant_type: str) -> tuple[Entry, ...]:
    """Calls of the token endpoint of one grant type."""
    return tuple(call for call in evidence.calls(TOKEN) if sent(call).get("grant_type") == grant_type)


def seen_outside(evidence: Evidence, *canaries: str) -> list[str]:
    """Where a visitor, or whoever stands behind one, could read a secret: its name and the place."""
    return [
        f"{one.canary} was seen in the {one.place}"
        for one in evidence.sightings
        if one.canary in canaries and not one.place.startswith((BY_ITSELF, "file "))
    ]


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("RFC 6749 4.1.3", "ASVS 10.1.1"),
    expectation="The server exchanges the code; the browser never speaks to the token endpoint.",
    mend="Exchange the code in the server's handler of the redirect.",
)  # fmt: skip
def code_is_exchanged_by_the_server(evidence: Evidence) -> Seen:
    """An exchange needs the client secret, and that is not for browsers."""
    by_browser = [one for one in evidence.exchanges if one.url.partition("?")[0].endswith("/oauth/token")]
    inviting = [one for one in evidence.by_subject() if "/oauth/token" in one.body]
    calls = exchanges(evidence, "authorization_code")
    if by_browser:
        return fails("The browser itself called the token endpoint.", *calls)
    if inviting:
        return fails(f"The page {inviting[0].url} has the browser call the token endpoint.", *calls)
    return holds("The server did.", *calls) if calls else fails("No code was exchanged.")


@condition(
    point=POINT, scenario=("visitor_connects", "callback_is_opened_twice"),
    standards=("RFC 6749 4.1.2", "RFC 6749 10.5", "ASVS 10.4.2"),
    expectation="A code is sent to Nuki once, also when the way back is loaded again.",
    mend="Exchange the code in the handler of the redirect, once: the state that is used up guards it.",
)  # fmt: skip
def code_is_exchanged_once(evidence: Evidence) -> Seen:
    """A second use of a code may cost the tokens of the first."""
    calls = exchanges(evidence, "authorization_code")
    if not calls:
        return not_there("No code was exchanged.")
    most = max(Counter(sent(call).get("code") for call in calls).values())
    return holds("One exchange.", *calls) if most == 1 else fails(f"The same code was sent {most} times.", *calls)


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("RFC 9700 4.2.4", "ASVS 14.2.1"),
    expectation="After the way back the code is gone from the browser's address.",
    mend="Answer the redirect with a redirect of your own (303) to a page without code and state.",
)  # fmt: skip
def code_leaves_the_address(evidence: Evidence) -> Seen:
    """The address stands in the history, and goes along as the referrer of whatever the page loads."""
    pages = [one for one in evidence.by_subject() if not one.location]
    if not evidence.noted("connected"):
        return not_there("Nobody came back.")
    stays = [one for one in pages if "code=" in one.url.partition("?")[2]]
    return fails(f"{stays[0].url.partition('?')[0]} shows a page while the code stands in its address.") if stays else (
        holds("The browser was sent on to an address without it."))  # fmt: skip


@condition(
    point=POINT, scenario=VISITS, standards=("RFC 9700 2.5", "ASVS 10.1.1", "ASVS 13.3.1"),
    expectation="The client secret reaches no page, no script, no address.",
    mend="Keep the client secret on the server; take it out of templates and of code sent to browsers.",
)  # fmt: skip
def client_secret_stays_on_the_server(evidence: Evidence) -> Seen:
    """Whoever has it can pose as the company."""
    seen = seen_outside(evidence, "client_secret", "webhook_secret")
    return fails(f"The {seen[0]}.") if seen else holds(f"It was not seen by the visitor. {SEARCHED[evidence.way]}")


@condition(
    point=POINT, scenario=(*VISITS, "token_expires_before_an_action"),
    standards=("RFC 6750 5.3", "RFC 9700 4.3.2", "ASVS 10.1.1"),
    expectation="Tokens reach no page, no script, no cookie, no address.",
    mend="Keep tokens on the server, and give the browser a session cookie instead.",
)  # fmt: skip
def tokens_stay_on_the_server(evidence: Evidence) -> Seen:
    """A token opens doors."""
    seen = seen_outside(evidence, "access_token", "refresh_token")
    return fails(f"The {seen[0]}.") if seen else holds(f"None was seen. {SEARCHED[evidence.way]}")


@condition(
    point=POINT, scenario=("visitor_denies_consent",), standards=("RFC 6749 4.1.2.1",),
    expectation="After a refusal nothing is exchanged.",
    mend="Look for `error` in the redirect first, and exchange only a code.",
)  # fmt: skip
def refusal_is_not_exchanged(evidence: Evidence) -> Seen:
    """The person said no."""
    calls = evidence.calls(TOKEN)
    return (
        fails("The token endpoint was called.", *calls) if calls else holds("The token endpoint was left alone.")
    )


@condition(
    point=POINT, scenario=("visitor_connects",),
    expectation="Whoever allowed access comes back to a page that works.",
    mend="Look at what the handler of the redirect does after the exchange: the subject's own output tells.",
)  # fmt: skip
def allowing_ends_on_a_page_that_works(evidence: Evidence) -> Seen:
    """A connection nobody can use is none."""
    statuses = [moment.value for moment in evidence.noted("connected")]
    if not statuses:
        return fails("The visitor never came back.")
    bad = [status for status in statuses if int(status) >= 400]
    return fails(f"The page after allowing had status {bad[0]}.") if bad else holds("The visitor came back well.")
