"""A connected account as its page shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keyturn.integration.grants.grant import Grant, GrantState
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.views import Tone
from keyturn.nuki.scopes import Scope

TONES = {GrantState.ACTIVE: Tone.SAFE, GrantState.STALE: Tone.MOVING, GrantState.LOST: Tone.TROUBLE}
"""The states that are shown; an ended connection is not."""


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """``scopes`` and ``missing`` are sentences: what Nuki allows us, and what this installation would need besides."""

    grant_id: str
    number: str
    state: GrantState
    tone: Tone
    since: str
    since_at: datetime
    doors: tuple[str, ...]
    scopes: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def reconnect(self) -> bool:
        """Whether connecting again would mend something."""
        return self.state is GrantState.LOST or bool(self.missing)


def account_view(
    texts: Texts, language: str, grant: Grant, since: datetime, doors: list[Door], asked: tuple[str, ...]
) -> AccountView:
    """``asked``: the scopes this installation asks for. Dates are UTC."""

    def words(scopes: tuple[str, ...]) -> tuple[str, ...]:
        known = list(Scope)
        return tuple(
            texts.say(language, "scope." + scope.replace(".", "-")) if scope in known else scope
            for scope in scopes
        )

    month = texts.say(language, f"codes.month.{since.month}")
    return AccountView(
        grant_id=grant.grant_id,
        number=str(grant.account_id or ""),
        state=grant.state,
        tone=TONES[grant.state],
        since=texts.say(language, "account.page.date", day=since.day, month=month, year=since.year),
        since_at=since,
        doors=tuple(door.name for door in doors),
        scopes=words(grant.scopes) if grant.usable else (),
        missing=words(tuple(scope for scope in asked if scope not in grant.scopes)) if grant.usable else (),
    )
