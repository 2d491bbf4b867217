"""The addresses of this room."""

from __future__ import annotations

from keyturn.nuki import oauth
from keyturn.sandbox.faults.catalogue import TOKEN
from keyturn.sandbox.oauth import pages
from keyturn.sandbox.oauth.consent import Consent
from keyturn.sandbox.oauth.token import TokenEndpoint
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world.world import World


def routes(world: World) -> tuple[Route, ...]:
    """Consent pages and token endpoint over one world."""
    consent, token = Consent(world), TokenEndpoint(world)
    return (
        Route("authorize", "GET", oauth.AUTHORIZE_PATH, consent.begin),
        Route("login", "POST", "/oauth/login", consent.sign_in),
        Route("consent", "POST", "/oauth/consent", consent.decide),
        Route("stylesheet", "GET", "/oauth/sandbox.css", pages.stylesheet),
        Route(TOKEN, "POST", oauth.TOKEN_PATH, token.post),
    )
