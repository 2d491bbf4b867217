"""The one place where an error becomes a problem document (RFC 9457)."""

from __future__ import annotations

import logging

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from keyturn.integration.api.shapes import Problem
from keyturn.integration.errors import CallRefused, IntegrationError, OperatorError, status_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.support.desk import Desk
from keyturn.integration.support.reference import reference_of_now
from keyturn.nuki.ids import SmartlockId

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)
_STATUS = {"grant-lost": 409}
"""Answered otherwise than to a browser: 401 means the API key here."""
_SAID = {
    "internal": (
        "A mistake of ours",
        "Report it with the reference. What was asked may have been done: look first.",
    ),
    "grant-lost": ("Nuki no longer honours the permission", "Give the customer a new connect link."),
    "nuki-unavailable": ("Nuki does not answer", "Nothing was done. Try again in a minute."),
    "nuki-busy": ("Nuki asks to be asked less often", "Nothing was done. Try again in a minute."),
    "unknown-door": ("There is no such smartlock", "List the smartlocks of the grant and use one of their ids."),
    "unknown-action": ("The device cannot do that", "Use one of the `actions` that the smartlock names."),
    "door-busy": ("The door is still busy", "Wait until its earlier action is settled, then ask again."),
    "conflict": ("It contradicts what Nuki has", "Read the smartlock anew; what was asked may be done already."),
    "request-refused": ("Nuki did not accept it", "Nothing was done. `detail` has what Nuki said of it."),
    "account-not-paid": ("Nuki asks for a payment", "The customer opens Nuki Web and looks at the subscription."),
    "scope-missing": ("The permission does not reach that far", "Give the customer a new connect link."),
    "upgrade-required": ("The device needs an update", "The customer updates the device in the Nuki app."),
    "bad-request": (
        "The request is not written as it must be",
        "Correct what `detail` names; see /v1/openapi.json.",
    ),
    "key-missing": (
        "An API key is needed",
        "Send `Authorization: Bearer KEY`; `keyturn api-key new` makes a key.",
    ),
    "key-refused": (
        "The API key is not valid",
        "Look with `keyturn api-key list`; make one with `keyturn api-key new`.",
    ),
    "key-scope-missing": ("The API key may not do that", "Make a key with the scope that `detail` names."),
    "unknown-resource": ("There is no such thing", "Check the id in the address; lists name those there are."),
    "no-such-method": ("The address knows no such method", "See /v1/openapi.json for what it knows."),
    "body-too-large": ("The body is too large", "Send less than 64 KiB."),
    "reference-taken": ("Another customer has this reference", "Find it with GET /v1/customers?reference=…"),
    "repeat-differs": ("The idempotency key belongs to another request", "Use a fresh one for every new request."),
    "repeat-running": (
        "The first request has no answer yet",
        "Wait a moment and repeat. If that does not end, look at the list of actions and use a fresh key.",
    ),
    "unknown-code": ("There is no such code", "List the codes of the smartlock and use one of their ids."),
    "code-window": (
        "The times are not possible",
        "Give an end after the beginning, and both daily hours or none.",
    ),
    "code-name": ("The name cannot be used", "Use 1 to 20 characters."),
    "code-name-taken": ("The smartlock has a code of this name", "Choose another name, or remove the code first."),
    "code-limit": ("The smartlock takes no further code", "Remove a code first."),
    "code-busy": ("The code cannot be changed now", "Wait until it is on the lock, then ask again."),
    "code-exists": ("The smartlock knows these digits already", "Ask again: the code gets other digits."),
    "no-keypad": ("The smartlock has no keypad", "The customer adds one in the Nuki app."),
    "invite-person": ("An invitation needs a name and an address", "Give both; the name has 1 to 32 characters."),
    "invite-exists": ("The person can use the smartlock already", "Nothing is to be done, or remove them first."),
    "invite-limit": ("The smartlock takes no further person", "Remove one that nobody needs first."),
    "invite-spent": (
        "The code of the invitation cannot be shown",
        "It is shown once, within 48 hours; invite anew.",
    ),
    "case-settled": ("The case does not allow that now", "Read the case; its `state` says who has the next word."),
    "reference-unknown": (
        "No such reference is known",
        "References are kept for 30 days; leave it out if it is lost.",
    ),
    "address-refused": (
        "Events cannot be sent there",
        "Register a public https address without user or password.",
    ),
}
_FALLBACK = "Read `detail`; the same request again will not help."
_WAIT = "Try again in a while."


def said(error: IntegrationError) -> tuple[str, str]:
    """Title and remedy, in words for whoever writes the caller."""
    title, remedy = _SAID.get(error.code, (error.code.replace("-", " ").capitalize(), ""))
    if isinstance(error, OperatorError):
        remedy = "Whoever runs Keyturn finds what to do in its log, under the reference."
    return title, remedy or (_WAIT if error.worth_retrying else _FALLBACK)


def problem_of(error: IntegrationError, reference: str) -> Problem:
    """The document. An operator's affairs and mistakes of ours stay in the log."""
    title, remedy = said(error)
    hidden = isinstance(error, OperatorError) or error.code == "internal"
    return Problem(
        type=f"urn:keyturn:problem:{error.code}",
        title=title,
        status=_STATUS.get(error.code, status_of(error)),
        detail=title + "." if hidden else str(error),
        code=error.code,
        remedy=remedy,
        blame=error.blame,
        retry=error.worth_retrying or error.code == "repeat-running",
        reference=reference,
    )


async def answer(request: Request, error: Exception, desk: Desk) -> Response:
    """The answer to a request that failed; what nobody foresaw is a mistake of ours, and only logged."""
    unexpected = None if isinstance(error, IntegrationError) else error
    if not isinstance(error, IntegrationError):
        error = IntegrationError("An unexpected error.")
    reference = await _noted(request, error, desk)
    if unexpected is not None:
        log.error("Unexpected error [%s].", reference, exc_info=unexpected)
    problem = problem_of(error, reference)
    level = logging.ERROR if problem.status >= 500 else logging.INFO
    log.log(level, "%s %s: %s (%s) [%s]", request.method, request.url.path, error, error.code, reference)
    if isinstance(error, OperatorError):
        log.error("Remedy: %s", error.remedy)
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, CallRefused) and problem.status == 401 else None
    return Response(msgspec.json.encode(problem), problem.status, headers, MEDIA_TYPE)


async def _noted(request: Request, error: IntegrationError, desk: Desk) -> str:
    """A reference; what it names is kept, except for callers nobody knows, who could fill a disk with it."""
    if error.code in ("key-missing", "key-refused"):
        return reference_of_now()
    grant_id, number = request.path_params.get("grant_id"), request.path_params.get("smartlock_id", "")
    smartlock_id = SmartlockId(int(number)) if number.isdecimal() and len(number) < 19 else None
    door = GrantId(grant_id.replace("\0", "")) if grant_id and smartlock_id else None
    return await desk.note(error.code, f"{request.method} {request.url.path}", None, door, smartlock_id)
