"""``keyturn api-key``: keys for the company's own systems, which call ``/v1``."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from keyturn.cli.command import Argument, Group, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import say

if TYPE_CHECKING:
    from keyturn.integration.partners.key import Keys

T = TypeVar("T")
SCOPES = ("read", "manage", "act", "notify")
app = Group("Keys for programs that call /v1.", "The settings come from the environment, as for `keyturn serve`.")


@app.verb("new")
def new(
    name: Annotated[str, Argument(help="What the key is for, in your words.")],
    scope: Annotated[
        list[str],
        Option(
            help="May be given several times: read (lists), manage (customers, links, disconnect), act (move doors), "
            "notify (where events go)."
        ),
    ],
    days: Annotated[float, Option(metavar="DAYS", help="When it ends; 0 for never.")] = 365.0,
) -> None:
    """Make a key and print it, once: only its digest is kept."""
    if strange := [each for each in scope if each not in SCOPES]:
        raise Complaint(f"There is no scope {strange[0]!r}.", f"Give some of: {', '.join(SCOPES)}.")
    if not 0 <= days <= 36_500:
        raise Complaint(
            f"A key cannot end after {days:g} days.", "Give 1 to 36500, or 0 for a key without an end."
        )
    from keyturn.integration.partners.key import KeyScope

    scopes = tuple(KeyScope(each) for each in dict.fromkeys(scope))
    _, text = _with_keys(lambda keys: keys.new(name, scopes, days or None))
    say(text.reveal())


@app.verb("list")
def every() -> None:
    """Print every key's id, scopes, end and name; never the key itself."""
    for key in _with_keys(lambda keys: keys.every()):
        ends = f"until {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at else "without an end"
        ends = f"revoked {key.revoked_at:%Y-%m-%d %H:%M} UTC" if key.revoked_at else ends
        say(f"{key.key_id}  {','.join(key.scopes)}  {ends}  {key.name}")


@app.verb("revoke")
def revoke(key_id: Annotated[str, Argument(help="The id, as `keyturn api-key list` shows it.")]) -> None:
    """End a key at once."""
    if not _with_keys(lambda keys: keys.revoke(key_id)):
        raise Complaint(
            f"There is no living key {key_id!r}.", "Look with `keyturn api-key list`; give the id, not the key."
        )
    say(f"The key {key_id} is revoked.")


def _with_keys(work: Callable[[Keys], Awaitable[T]]) -> T:
    import asyncio

    from keyturn.clock import SystemClock
    from keyturn.integration import Settings
    from keyturn.integration.errors import OperatorError
    from keyturn.integration.partners.key import Keys
    from keyturn.integration.store import Store

    async def run() -> T:
        store = Store(Settings.from_environment(os.environ).database)
        try:
            await store.open()
            return await work(Keys(store.keys, SystemClock()))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except OperatorError as wrong:
        raise Complaint(str(wrong), wrong.remedy) from None
