"""The authorization request: what is checked before anybody is asked, and how the browser goes back.

Serves: registered-https-redirect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from keyturn.nuki import oauth, scopes
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.scopes import Scope
from keyturn.sandbox.errors import SandboxError
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.world.people import Application
from keyturn.sandbox.world.permits import Pending
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "The redirect_uri is https and equals a registered address in every character, or a page says so.",
        Confidence.DOCUMENTED,
        "D-oa2, D-int; the page instead of a redirect: RFC 6749 section 4.1.2.1",
    ),
    Rule("Only response_type=code is offered.", Confidence.DOCUMENTED, "D-oa2"),
    Rule(
        "state comes back unchanged, whatever its length.",
        Confidence.REPORTED,
        "X-vik, X-mon; a server like Ory Hydra would refuse fewer than 8 characters",
    ),
    Rule(
        "Scopes are separated by spaces; an unknown one, or none at all, is answered with invalid_scope.",
        Confidence.GUESSED,
        "RFC 6749 section 4.1.2.1",
    ),
    Rule(
        "A PKCE challenge (S256 or plain) is accepted and then has to be met; none is required.",
        Confidence.GUESSED,
        "no text of Nuki mentions PKCE",
    ),
)


CONSENT_SECONDS = 600
"""How long a login or consent page may be left open (guessed)."""
KEPT_PENDING = 1000
CHALLENGE_METHODS = ("S256", "plain")
KNOWN = frozenset(str(scope) for scope in Scope)


class NotRedirectable(SandboxError):
    """The request cannot be trusted with a redirect: a page tells the person why."""


@dataclass(frozen=True)
class SentBack(Exception):  # not an error of the program: an answer to the application
    """The application is told by redirect."""

    location: str


def check(world: World, query: list[tuple[str, str]], browser: str) -> Pending:
    """The consent this request asks for. Raises :class:`NotRedirectable` or :class:`SentBack`."""
    given = dict(query)
    if len(given) != len(query):
        raise NotRedirectable("A parameter of the address is there twice.")
    application = world.applications.get(given.get("client_id", ""))
    if application is None:
        raise NotRedirectable("The application is not known here: its client_id is missing or wrong.")
    redirect_uri = given.get("redirect_uri", "")
    if redirect_uri not in application.redirect_uris:
        raise NotRedirectable(
            "The redirect_uri is not one of the addresses registered for this application. "
            "It has to be https and equal to a registered one in every character."
        )
    state = given.get("state")
    if given.get("response_type") != "code":
        raise SentBack(back(redirect_uri, state, error="unsupported_response_type"))
    wanted = scopes.parse(given.get("scope", ""))
    if not wanted or not KNOWN.issuperset(wanted):
        raise SentBack(back(redirect_uri, state, error=oauth.INVALID_SCOPE))
    method = given.get("code_challenge_method", "plain")
    challenge = given.get("code_challenge")
    if challenge is not None and (method not in CHALLENGE_METHODS or not challenge):
        raise SentBack(back(redirect_uri, state, error=oauth.INVALID_REQUEST))
    if world.settings.strict and (challenge is None or method != "S256"):
        raise SentBack(back(redirect_uri, state, error=oauth.INVALID_REQUEST))
    return Pending(
        client_id=application.client_id,
        redirect_uri=redirect_uri,
        scopes=wanted,
        state=state,
        challenge=challenge,
        challenge_method=method,
        browser=fingerprint(browser),
        expires=world.clock.now() + timedelta(seconds=CONSENT_SECONDS),
    )


def keep(world: World, pending: Pending) -> str:
    """Remember a consent in the making; the id goes into the page's form and works once."""
    now = world.clock.now()
    for mark in [mark for mark, one in world.pending.items() if one.expires <= now]:
        del world.pending[mark]
    while len(world.pending) >= KEPT_PENDING:
        world.pending.pop(next(iter(world.pending)))
    secret = world.entropy.secret(32)
    world.pending[fingerprint(secret)] = pending
    return secret


def take(world: World, secret: str, browser: str | None) -> Pending:
    """Use the id up. Raises :class:`NotRedirectable` when it is unknown, used, too old or another browser's."""
    pending = world.pending.pop(fingerprint(secret), None)
    if pending is None or pending.expires <= world.clock.now():
        raise NotRedirectable("This page was left open for too long, or was sent twice.")
    if browser is None or fingerprint(browser) != pending.browser:
        raise NotRedirectable("This page was opened in another browser, or its cookie was refused.")
    return pending


def application_of(world: World, pending: Pending) -> Application:
    """Who asks. Raises :class:`NotRedirectable` when it is gone."""
    application = world.applications.get(pending.client_id)
    if application is None:
        raise NotRedirectable("The application is not known here any more.")
    return application


def back(redirect_uri: str, state: str | None, **answer: str) -> str:
    """The address the browser is sent to; whatever query it has is kept."""
    parts = urlsplit(redirect_uri)
    added = urlencode(answer if state is None else {**answer, "state": state})
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))
