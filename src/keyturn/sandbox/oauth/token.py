"""``POST /oauth/token``: one function per grant type, and both ways for a client to say who it is.

Serves: server-side-exchange, refresh-rotation.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from hashlib import sha256
from urllib.parse import unquote_plus

from msgspec.structs import replace

from keyturn.nuki import oauth
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.oauth import TokenAnswer
from keyturn.nuki.scopes import parse
from keyturn.sandbox.errors import OAuthRefused
from keyturn.sandbox.faults.effects import EndsEarlierTokens, KeepsRefreshToken, RefuseRefresh
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.oauth import issue
from keyturn.sandbox.wire.answer import TEXT, Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.world.people import Application
from keyturn.sandbox.world.permits import Code, Use
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "The client says who it is in the form body, or by HTTP Basic with the parameters in the query.",
        Confidence.DOCUMENTED,
        "P-API, P-WH",
    ),
    Rule("A client secret in the query is not looked at.", Confidence.GUESSED, "our choice: it would end in logs"),
    Rule(
        "Wrong credentials are answered 401 invalid_client, everything else 400, as JSON.",
        Confidence.REPORTED,
        "X-kerb; RFC 6749 section 5.2",
    ),
    Rule("Each renewal gives a new refresh token and spends the old one.", Confidence.DOCUMENTED, "D-int"),
    Rule(
        "A spent refresh token that comes back costs the whole grant: invalid_grant, every token dead.",
        Confidence.GUESSED,
        "X-hydra: what the server product behind it does",
    ),
    Rule("A code that comes back costs everything it gave.", Confidence.GUESSED, "RFC 6749 section 4.1.2"),
    Rule(
        "The answer is labelled application/json and repeats the granted scope.",
        Confidence.GUESSED,
        "X-homey saw text/plain",
    ),
)


NO_STORE = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))
WRONG_CLIENT = "Invalid client credentials."
"""Reported: X-kerb."""


class TokenEndpoint:
    """Exchanges codes and refresh tokens."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def post(self, request: Request) -> Answer:
        """Raises :class:`OAuthRefused`."""
        if self._world.settings.strict and request.query:
            raise OAuthRefused(oauth.INVALID_REQUEST, "Strict mode: a token request has nothing in its address.")
        given = parameters(request)
        application = self._client(request, given)
        request.credential = application.client_id
        match given.get("grant_type"):
            case oauth.AUTHORIZATION_CODE:
                answer = self._exchange(application, given)
            case oauth.REFRESH_TOKEN:
                answer = self._renew(application, given)
            case None:
                raise OAuthRefused(oauth.INVALID_REQUEST, "The parameter grant_type is missing.")
            case _:
                raise OAuthRefused(oauth.UNSUPPORTED_GRANT_TYPE, "Use authorization_code or refresh_token.")
        said = json_answer(answer, headers=NO_STORE, secretive=True)
        return replace(said, content_type=TEXT) if self._world.settings.token_answer_as_text else said

    def _client(self, request: Request, given: dict[str, str]) -> Application:
        named = _basic(request) or (given.get("client_id", ""), given.get("client_secret", ""))
        application = self._world.applications.get(named[0])
        if application is None or not application.client_secret.matches(named[1]):
            raise OAuthRefused(oauth.INVALID_CLIENT, WRONG_CLIENT, status=401)
        return application

    def _exchange(self, application: Application, given: dict[str, str]) -> TokenAnswer:
        world = self._world
        code = world.codes.get(fingerprint(_needed(given, "code")))
        if code is None or code.client_id != application.client_id:
            raise _no_grant("The code is not known.")
        if code.grant_id is not None:
            # RFC 6749 section 4.1.2: whoever used it twice, everything it gave is taken back.
            issue.revoke(world, world.grants[code.grant_id], "authorization code used twice")
            raise _no_grant("The code was used before; everything it gave has been revoked.")
        if code.expires <= world.clock.now():
            raise _no_grant("The code has expired.")
        if given.get("redirect_uri") != code.redirect_uri:
            raise _no_grant("The redirect_uri is not the one the code was asked for with.")
        _check_verifier(code, given.get("code_verifier"))
        ends = world.settings.reauthorisation_ends_tokens
        if ends or world.faults.strike(Hook.ON_TOKEN, EndsEarlierTokens, account_id=code.account_id):
            issue.end_access(world, code.account_id, code.client_id)
        grant = issue.grant(world, code)
        return issue.pair(world, grant, grant.scopes, "issued")

    def _renew(self, application: Application, given: dict[str, str]) -> TokenAnswer:
        world, now = self._world, self._world.clock.now()
        token = world.token(_needed(given, "refresh_token"))
        if token is None or token.use is not Use.REFRESH or token.client_id != application.client_id:
            raise _no_grant("The refresh token is not known.")
        assert token.grant_id is not None
        grant = world.grants[token.grant_id]
        if world.faults.strike(Hook.ON_TOKEN, RefuseRefresh, account_id=grant.account_id):
            issue.revoke(world, grant, "refused on request")
        elif token.dead:
            world.journal.record(Kind.TOKEN, token.label, event="reused", grant_id=grant.grant_id)
            issue.revoke(world, grant, "refresh token used twice")
        if grant.revoked or not token.live(now):
            raise _no_grant("The refresh token is invalid, expired, revoked or was used before.")
        scopes = parse(given.get("scope", "")) or grant.scopes
        if not set(scopes) <= set(grant.scopes):
            raise OAuthRefused(oauth.INVALID_SCOPE, "More was asked for than was granted.")
        keeps = world.settings.renewal_without_refresh_token
        if keeps or world.faults.strike(Hook.ON_TOKEN, KeepsRefreshToken, account_id=grant.account_id):
            return issue.access_only(world, grant, scopes)
        token.dead = True
        world.journal.record(Kind.TOKEN, token.label, event="spent", grant_id=grant.grant_id)
        return issue.pair(world, grant, scopes, "rotated")


def parameters(request: Request) -> dict[str, str]:
    """Of variant A the form, of variant B the query. Raises :class:`OAuthRefused` for one that comes twice."""
    pairs = request.form_pairs() or [
        # A secret has no place in an address, in either variant.
        (name, value)
        for name, value in request.query_pairs()
        if name != "client_secret"
    ]
    given = dict(pairs)
    if len(given) != len(pairs):
        raise OAuthRefused(oauth.INVALID_REQUEST, "A parameter is there twice.")
    return given


def _needed(given: dict[str, str], name: str) -> str:
    value = given.get(name)
    if not value:
        raise OAuthRefused(oauth.INVALID_REQUEST, f"The parameter {name} is missing.")
    return value


def _no_grant(description: str) -> OAuthRefused:
    return OAuthRefused(oauth.INVALID_GRANT, description)


def _basic(request: Request) -> tuple[str, str] | None:
    kind, _, encoded = (request.header(b"authorization") or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _check_verifier(code: Code, verifier: str | None) -> None:
    if code.challenge is None:
        if verifier is not None:
            raise _no_grant("A code_verifier came, but no code_challenge had been sent.")
        return
    if verifier is None:
        raise _no_grant("The code_verifier is missing.")
    computed = verifier
    if code.challenge_method == "S256":
        digest = sha256(verifier.encode("utf-8", "surrogatepass")).digest()
        computed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not hmac.compare_digest(
        computed.encode("utf-8", "surrogatepass"), code.challenge.encode("utf-8", "surrogatepass")
    ):
        raise _no_grant("The code_verifier does not fit the code_challenge.")
