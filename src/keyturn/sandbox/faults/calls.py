"""Faults of any call: answers that are none, answers that are others', answers that are late."""

from __future__ import annotations

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.errors import UNAUTHORIZED_DETAIL
from keyturn.sandbox.faults.effects import (
    ActAtOnce,
    AnswerInstead,
    Delays,
    HangsUp,
    KillToken,
    NeverAnswers,
    Relabels,
    Truncates,
)
from keyturn.sandbox.faults.fault import Fault, Hook
from keyturn.sandbox.wire.answer import HTML, JSON, TEXT

GUESSED, REPORTED, DOCUMENTED = Confidence.GUESSED, Confidence.REPORTED, Confidence.DOCUMENTED
SLOW_SECONDS = 20.0
RETRY_SECONDS = 30


def _page(status: int, title: str) -> AnswerInstead:
    text = f"<html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>"
    return AnswerInstead(status, HTML, text.encode())


def _parameter(status: int, detail: str) -> AnswerInstead:
    text = f'{{"detailMessage":"{detail}","stackTrace":[],"suppressedExceptions":[]}}'
    return AnswerInstead(status, JSON, text.encode())


RULES = (
    Rule(
        "426, and 503 for a new API key, come by the faults upgrade_required and service_unavailable only, as do 403 "
        "for settings of an account and 402 for an action.",
        Confidence.GUESSED,
        "S-25 lists these statuses and no cause",
    ),
)


def _status(status: int, phrase: str, *headers: tuple[bytes, bytes]) -> AnswerInstead:
    text = (
        f'{{"code":{status},"description":"{phrase}","reasonPhrase":"{phrase}",'
        '"homeRef":"/","uri":"http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html"}}'
    ).replace("}}", "}")
    return AnswerInstead(status, JSON, text.encode(), headers)


FAULTS: tuple[Fault, ...] = (
    Fault("server_error", Hook.BEFORE, "The call is answered 500.", "S-25 lists no 500; seen in every cloud",
          _status(500, "Internal Server Error"), confidence=GUESSED),
    Fault("bad_gateway", Hook.BEFORE, "The call is answered 502 with a page of HTML.", "X-ng: issue 200, for days",
          _page(502, "Bad Gateway")),
    Fault("service_unavailable", Hook.BEFORE, "The call is answered 503 with a page of HTML.", "X-ng: issue 200",
          _page(503, "Service Temporarily Unavailable")),
    Fault("html_instead", Hook.BEFORE, "The call is answered 200 with a page of HTML, as by a captive portal.",
          "proxies between", _page(200, "Maintenance"), confidence=GUESSED),
    Fault("never_answers", Hook.BEFORE, "The call is not carried out and never answered.", "any network",
          NeverAnswers(), confidence=GUESSED),
    Fault("connection_dropped", Hook.BEFORE, "The connection is dropped; the call is not carried out.",
          "any network", HangsUp(), confidence=GUESSED),
    Fault("answer_lost", Hook.AFTER, "The call is carried out and the connection dropped before its answer.",
          "any network", HangsUp(), confidence=GUESSED),
    Fault("answer_cut", Hook.AFTER, "The answer breaks off in its middle.", "any network", Truncates(),
          confidence=GUESSED),
    Fault("answer_as_text", Hook.AFTER, "A JSON answer is labelled text/plain.", "X-homey", Relabels(TEXT)),
    Fault("slow_answer", Hook.AFTER, "The answer comes after 20 seconds, or the seconds given.", "D-con",
          Delays(SLOW_SECONDS), confidence=GUESSED),
    Fault("too_many_requests", Hook.BEFORE, "429 with Retry-After: 30.", "F9746: abuse protection, no numbers",
          _status(429, "Too Many Requests", (b"retry-after", str(RETRY_SECONDS).encode()))),
    Fault("too_many_requests_silent", Hook.BEFORE, "429 without Retry-After.", "F9746: abuse protection, no numbers",
          _status(429, "Too Many Requests")),
    Fault("unauthorized", Hook.BEFORE, "401 although the token is good: it stays alive.",
          "X-ng: issue 21, storms on one operation", _parameter(401, UNAUTHORIZED_DETAIL)),
    Fault("forbidden", Hook.BEFORE, "403.", "S-25", _status(403, "Forbidden"), confidence=DOCUMENTED),
    Fault("not_found", Hook.BEFORE, "404 although it is there.", "X-ng: issue 96", _status(404, "Not Found")),
    Fault("not_allowed", Hook.BEFORE, "405: the device cannot do this.", "S-25", _status(405, "Method Not Allowed"),
          confidence=DOCUMENTED),
    Fault("conflict", Hook.BEFORE, "409, as for a code that was deleted in the app.", "F22160",
          _status(409, "Conflict")),
    Fault("locked", Hook.BEFORE, "423: another operation is still under way.", "S-25", _status(423, "Locked"),
          confidence=DOCUMENTED),
    Fault("upgrade_required", Hook.BEFORE, "426: the account has to be upgraded.", "S-25",
          _status(426, "Upgrade Required"), confidence=DOCUMENTED),
    Fault("payment_required", Hook.BEFORE, "402: the account needs a subscription.", "S-25; F21795",
          _parameter(402, "A subscription is required"), confidence=DOCUMENTED),
    Fault("unprocessable", Hook.BEFORE, "422 without a reason.", "F35593", _status(422, "Unprocessable Entity")),
    Fault("access_token_dead", Hook.BEFORE, "The access token presented dies before its hour is over.",
          "X-events; X-recv", KillToken()),
    Fault("webhook_early", Hook.AFTER, "The device acts at once and the confirmation arrives before the answer.",
          "D-wha: no order is promised", ActAtOnce()),
)  # fmt: skip
