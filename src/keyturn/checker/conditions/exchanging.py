"""From code to tokens, on the server. Serves: server-side-exchange."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, condition, fails, holds
from keyturn.checker.evidence import Entry, Evidence

POINT = "server-side-exchange"
TOKEN = "POST /oauth/token"  # noqa: S105


def exchanges(evidence: Evidence, grant_type: str) -> tuple[Entry, ...]:
    """Calls of the token endpoint of one grant type."""
    calls = evidence.calls(TOKEN)
    return tuple(
        call for call in calls
        if {**call.details.get("query", {}), **call.details.get("body", {})}.get("grant_type") == grant_type
    )  # fmt: skip


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("RFC 6749 4.1.3", "ASVS 10.4.2"),
    expectation="The code is exchanged exactly once, by the server.",
    mend="Exchange the code in the handler of the redirect, once; send the browser on with a redirect of its own.",
)  # fmt: skip
def code_is_exchanged_once(evidence: Evidence) -> Seen:
    """A second use of a code may cost the tokens of the first."""
    calls = exchanges(evidence, "authorization_code")
    by_browser = [one for one in evidence.exchanges if one.url.partition("?")[0].endswith("/oauth/token")]
    if by_browser:
        return fails("The browser itself called the token endpoint.", *calls)
    return holds("One exchange.", *calls) if len(calls) == 1 else fails(f"{len(calls)} exchanges.", *calls)


@condition(
    point=POINT, scenario=("visitor_connects", "visitor_unlocks_and_webhook_confirms"),
    standards=("RFC 9700 2.4", "ASVS 10.4.16"),
    expectation="The client secret reaches no page, no script, no address.",
    mend="Keep the client secret on the server; take it out of templates and of code sent to browsers.",
)  # fmt: skip
def client_secret_stays_on_the_server(evidence: Evidence) -> Seen:
    """Whoever has it can pose as the company."""
    seen = [one.place for one in evidence.sightings if one.canary == "client_secret" and "output" not in one.place]
    return fails(f"It was seen in the {seen[0]}.") if seen else holds("It was not seen by the visitor.")


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
