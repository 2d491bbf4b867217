"""Whatever a subject shows, every condition answers; and one that cannot is ``broken`` and ends nothing."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from keyturn.checker.conditions.condition import Seen, condition
from keyturn.checker.evidence import Entry, Evidence, Exchange, Hook, Moment, Offers, Sighting
from keyturn.checker.points.joined import points
from keyturn.checker.verdict import Verdict

CONDITIONS = [one for joined in points() for one in joined.conditions]
SUBJECT, NUKI = "https://localhost:8443", "https://localhost:9443"
FAULTS = ("motor_blocked", "never_answers", "too_many_requests", "html_instead", "conflict", "nothing known")
NOTED = {
    **dict.fromkeys(("connected", "denied", "came back", "disconnected"), ("200", "302", "404", "500")),
    **dict.fromkeys(("fault", "no page", "slow", "busy", "doors in trouble", "action in trouble"), FAULTS),
    **dict.fromkeys(("support", "help", "home", "hand-over", "error page", "withdrawn", "disarmed"), ("",)),
    **dict.fromkeys(("lost", "looked", "works again", "truth", "again", "door moves", "token expired"), ("",)),
    **dict.fromkeys(("before reconnecting", "refusals begin", "asked again", "posted", "burst"), ("", "unsigned")),
    "doors": ("shown", "absent"),
    "events": ("0", "1", "6"),
    **dict.fromkeys(("asks", "asked"), ("unlock", "lock")),
    "door": ("Front door 1",),
    "outcome": ("waiting", "confirmed", "failed", "unconfirmed", "unknown"),
    "outcome says": ("The motor is blocked.", ""),
}
PAGES = ("/", "/doors", "/callback", "/help", "/support", "/oauth/token", "/oauth/authorize")
MARKUP = ("<a href='", "'>", "<form action=", "<main>", "</main>", "{", '"', "Traceback", "http://[", "&#x110000;")
words = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=12)), max_size=6).map("".join)
paths = st.builds(lambda path, more: path + more, st.sampled_from(PAGES), st.one_of(st.just(""), words))
leads = st.one_of(
    words,
    st.builds(lambda where, sent: f"{where}/oauth/authorize?{sent}", st.sampled_from((NUKI, "http://[oh")), words),
    st.builds("{}/oauth/authorize?state={}&redirect_uri={}&scope={}".format, st.just(NUKI), words, words, words),
)
times = st.floats(0, 60)
given_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), words),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
fields = st.dictionaries(
    st.sampled_from(("grant_type", "code", "refresh_token", "redirect_uri", "state", "access_token")),
    st.one_of(words, st.sampled_from(("refresh_token", "authorization_code", "refresh-token-1"))),
)
exchanges = st.builds(
    Exchange,
    at=times,
    by=st.sampled_from(("subject", "sandbox")),
    method=st.sampled_from(("GET", "POST")),
    url=paths.map(SUBJECT.__add__),
    status=st.sampled_from((200, 204, 302, 401, 403, 404, 500, 503)),
    headers=st.dictionaries(
        st.sampled_from(("location", "set-cookie", "content-type")),
        st.one_of(leads, st.just("session=‹32 characters›; HttpOnly")),
    ),
    sent=words,
    body=words,
)
entries = st.builds(
    Entry,
    sequence=st.integers(1, 60),
    kind=st.sampled_from(("request", "webhook", "fault", "token", "clock")),
    subject=st.one_of(
        st.sampled_from(("POST /oauth/token", "GET /smartlock", "POST /smartlock/7/action/advanced")), words
    ),
    details=st.fixed_dictionaries(
        {"status": st.sampled_from((200, 204, 400, 401, 403, 429, 503))},
        optional={
            "operation": st.just("SmartlocksResource_get"),
            "query": fields,
            "body": st.one_of(fields, given_json),
            "credential": st.just("access-token-1"),
            "event": st.sampled_from(("struck", "armed")),
            "request_id": words,
        },
    ),
)
hooks = st.builds(
    Hook,
    at=times,
    seconds=times,
    url=paths.map(SUBJECT.__add__),
    body=st.one_of(words, given_json.map(json.dumps)),
    signed=st.booleans(),
    status=st.sampled_from((None, 200, 204, 404, 500)),
    trouble=st.one_of(st.none(), words),
    forged=st.sampled_from(("", "unsigned")),
)
noted = st.sampled_from([(name, value) for name, values in NOTED.items() for value in values])


@st.composite
def moments(draw: st.DrawFn, exchanges_at_most: int) -> Moment:
    name, value = draw(noted)
    seen = draw(st.integers(0, exchanges_at_most))
    return Moment(at=draw(times), name=name, value=value, journal=draw(st.integers(0, 60)), exchanges=seen)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    """What a story could leave of a subject that does anything at all."""
    pages = tuple(draw(st.lists(exchanges, max_size=6)))
    journal = sorted(draw(st.lists(entries, max_size=8)), key=lambda one: one.sequence)
    told = sorted(draw(st.lists(moments(len(pages)), max_size=8)), key=lambda one: one.at)
    return Evidence(
        scenario="any",
        redirect_uris=tuple(draw(st.lists(words, max_size=2))),
        offers=draw(
            st.builds(
                Offers,
                devices=st.just((0, 4)),
                scopes=st.just(("smartlock.readOnly",)),
                help=paths,
                support=paths,
            )
        ),
        exchanges=pages,
        journal=tuple(journal),
        hooks=tuple(draw(st.lists(hooks, max_size=3))),
        moments=tuple(told),
        sightings=tuple(draw(st.lists(st.builds(Sighting, st.just("code"), paths), max_size=2))),
        kept=tuple(draw(st.lists(words, max_size=2))),
        output=draw(words),
    )


@settings(max_examples=80, deadline=None)
@given(evidence())
def test_every_condition_judges_whatever_a_subject_shows(story: Evidence) -> None:
    findings = [one.over(story) for one in CONDITIONS]
    assert [(one.condition, one.observation) for one in findings if one.verdict is Verdict.BROKEN] == []


@condition(point="p", scenario=("s",), expectation="", mend="")
def trips(evidence: Evidence) -> Seen:
    return Seen(Verdict.PASSED, evidence.journal[0].details["what nobody wrote"])


def test_a_condition_that_cannot_judge_is_broken_and_says_why() -> None:
    entry = Entry(1, "request", "GET /", {})
    finding = trips.over(Evidence(scenario="s", redirect_uris=(), journal=(entry,)))
    assert finding.verdict is Verdict.BROKEN
    assert (
        finding.observation == "The checker cannot judge what the subject showed (KeyError: 'what nobody wrote')."
    )
