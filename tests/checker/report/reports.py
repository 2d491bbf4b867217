"""A small report, made by hand from captured pages on which every planted secret stood."""

from __future__ import annotations

from keyturn.checker.evidence import Canaries, Entry, Evidence
from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.verdict import Finding, Verdict
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Answer
from keyturn.secrecy import Secret

SECRETS = {"client_secret": "s3cret-of-the-company", "access_token": "t0ken-for-an-hour", "code": "123459"}


def finding(verdict: Verdict, condition: str = "state_is_random", **more: str) -> Finding:
    return Finding(
        condition=condition,
        point="registered-https-redirect",
        scenario="visitor_connects",
        verdict=verdict,
        expectation="Every state is new.",
        observation=more.get("observation", "It was <b>always</b> the same."),
        mend="Draw it anew.",
        place=(1,),
    )


def report(*findings: Finding, verdict: Verdict = Verdict.FAILED, picture: str | None = None) -> Report:
    point = PointReport(
        number=1, slug="registered-https-redirect", sentence="Beforehand.", verdict=verdict, findings=findings
    )
    return Report(
        subject="Harbour <Stays>", profile="full", seed="s", points=(point,), evidence=(leaky(picture),), seconds=1
    )


def leaky(picture: str | None = None) -> Evidence:
    """A story in which the subject shows everything it should not."""
    canaries = Canaries()
    for name, value in SECRETS.items():
        canaries.plant(name, Secret(value))
    everything = " ".join(SECRETS.values())
    recording = Recording(canaries, lambda: 0.25, "https://subject.example")
    answer = Answer(200, {"x-debug": everything}, everything.encode())
    recording.exchange("GET", f"https://subject.example/?t={everything}", everything, answer, picture)
    recording.hook("https://subject.example/hook", {}, everything.encode(), None, "closed", 0.1)
    recording.moment("connected", everything, 1)
    return Evidence(
        scenario="visitor_connects",
        redirect_uris=(),
        exchanges=tuple(recording.exchanges),
        hooks=tuple(recording.hooks),
        moments=tuple(recording.moments),
        journal=(Entry(1, "request", "GET /oauth/authorize", {"status": 200}),),
        output=canaries.captured(everything, "output"),
        seconds=0.5,
    )
