"""Codes and tokens: giving them out, taking them in, and taking them back.

Serves: refresh-rotation, forced-reconnect.
"""

from __future__ import annotations

from datetime import timedelta

from keyturn.nuki import oauth
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.ids import AccountId
from keyturn.nuki.oauth import TokenAnswer
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.world.permits import Code, Grant, Pending, Token, Use
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "A code holds a percent sign, so it has to be decoded and encoded with care.",
        Confidence.DOCUMENTED,
        "P-API, its example",
    ),
    Rule("A code lives for 10 minutes.", Confidence.GUESSED, "the most RFC 6749 section 4.1.2 allows"),
    Rule("An access token lives for one hour.", Confidence.DOCUMENTED, "D-int"),
    Rule(
        "A refresh token lives for 90 days, counted anew at each rotation.",
        Confidence.GUESSED,
        "X-recv says 90 days; nothing official",
    ),
    Rule(
        "A second consent of the same account leaves the tokens of the first alive.",
        Confidence.GUESSED,
        "our choice; X-events saw otherwise: arm access_token_dead for that",
    ),
)


def code(world: World, pending: Pending, account_id: AccountId, devices: frozenset[int] | None = None) -> str:
    """A fresh authorization code. It contains a percent sign, as Nuki's example does (documented: P-API)."""
    now = world.clock.now()
    for mark in [mark for mark, one in world.codes.items() if one.expires <= now]:
        del world.codes[mark]  # they are few: a code lives for minutes
    text = world.entropy.secret(40)
    value = f"{text[:20]}%{text[20:]}"
    world.codes[fingerprint(value)] = Code(
        client_id=pending.client_id,
        account_id=account_id,
        redirect_uri=pending.redirect_uri,
        scopes=pending.scopes,
        expires=now + timedelta(seconds=oauth.CODE_SECONDS),
        challenge=pending.challenge,
        challenge_method=pending.challenge_method,
        devices=devices,
    )
    label = world.journal.labels.of("code", value)
    world.journal.record(Kind.TOKEN, label, event="issued", client_id=pending.client_id, account_id=account_id)
    world.changed()
    return value


def grant(world: World, used: Code) -> Grant:
    """The permission that a code stands for."""
    now = world.clock.now()
    made = Grant(
        grant_id=next(reversed(world.grants), 0) + 1,
        account_id=used.account_id,
        client_id=used.client_id,
        scopes=used.scopes,
        since=now,
        ends=now + timedelta(seconds=world.settings.refresh_token_seconds),
        devices=used.devices,
    )
    used.grant_id = made.grant_id
    world.add_grant(made)
    return made


def pair(world: World, given: Grant, scopes: tuple[str, ...], event: str) -> TokenAnswer:
    """A new access token and a new refresh token; the refresh tokens before it are spent."""
    now = world.clock.now()
    hour, days = world.settings.access_token_seconds, world.settings.refresh_token_seconds
    given.ends = now + timedelta(seconds=days)
    access = _token(world, given, Use.ACCESS, scopes, hour, event)
    refresh = _token(world, given, Use.REFRESH, given.scopes, days, event)
    world.changed()
    return TokenAnswer(
        access_token=access,
        token_type="bearer",  # noqa: S106
        expires_in=hour,
        refresh_token=refresh,
        scope=" ".join(scopes),
    )


def access_only(world: World, given: Grant, scopes: tuple[str, ...]) -> TokenAnswer:
    """A new access token, and the refresh token as it was."""
    hour = world.settings.access_token_seconds
    access = _token(world, given, Use.ACCESS, scopes, hour, "issued")
    world.changed()
    return TokenAnswer(
        access_token=access,
        token_type="bearer",  # noqa: S106
        expires_in=hour,
        scope=" ".join(scopes),
    )


def end_access(world: World, account_id: AccountId, client_id: str) -> None:
    """Kill the access tokens an account has given an application so far; their refresh tokens live on."""
    for token in world.tokens.values():
        if token.use is Use.ACCESS and (token.account_id, token.client_id) == (account_id, client_id):
            token.dead = True
    world.journal.record(Kind.TOKEN, "access tokens", event="ended", account_id=account_id, client_id=client_id)
    world.changed()


def revoke(world: World, given: Grant, reason: str) -> None:
    """End a grant and every token of it."""
    if given.revoked:
        return
    world.end_grant(given)
    world.journal.record(Kind.TOKEN, f"grant {given.grant_id}", event="revoked", reason=reason)
    world.changed()


def _token(world: World, given: Grant, use: Use, scopes: tuple[str, ...], seconds: int, event: str) -> str:
    value = world.entropy.secret()
    label = world.journal.labels.of(f"{use}-token", value)
    token = Token(
        use=use,
        label=label,
        account_id=given.account_id,
        scopes=frozenset(scopes),
        grant_id=given.grant_id,
        client_id=given.client_id,
        expires=world.clock.now() + timedelta(seconds=seconds),
    )
    world.add_token(value, token)
    whose = {"grant_id": given.grant_id, "account_id": given.account_id}
    world.journal.record(Kind.TOKEN, label, event=event, **whose, expires_in=seconds)
    return value
