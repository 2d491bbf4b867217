"""``--running URL``: what the integration in use did, read and kept beside the last check's report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.nuki import secret_in, way_to

if TYPE_CHECKING:
    from keyturn.client import HttpTransport
    from keyturn.journey.running.facts import Facts, Hooks

T = TypeVar("T")
API_KEY, OPERATOR_TOKEN = "KEYTURN_API_KEY", "KEYTURN_OPERATOR_TOKEN"
CA_FILE = "KEYTURN_RUNNING_CA_FILE"
FACTS = Path("state/running.json")


def asked(url: str, ca_file: Path | None) -> Facts:
    """Everything, the figures of webhooks only if the operator's token is there. Raises :class:`Complaint`."""
    from keyturn.clock import SystemClock
    from keyturn.company import KeyturnClient
    from keyturn.journey.running.reading import facts_of, hooks_of

    key, token = secret_in(API_KEY), secret_in(OPERATOR_TOKEN)
    if key is None:
        raise Complaint(
            f"{API_KEY} is not set, so the running integration was not asked.",
            "Make a key that may only read: keyturn api-key new form --scope read. "
            f"With {OPERATOR_TOKEN} set, too, the webhooks' figures are read.",
        )

    async def go(transport: HttpTransport) -> Facts:
        hooks = await hooks_of(transport, token) if token else None
        clock = SystemClock()
        return await facts_of(KeyturnClient(url, key, transport, clock), url, clock.now(), hooks)

    return _there(url, ca_file, go)


def figures_of(url: str, ca_file: Path | None) -> Hooks:
    """The figures of webhooks alone. Raises :class:`Complaint`."""
    from keyturn.journey.running.reading import hooks_of

    token = secret_in(OPERATOR_TOKEN)
    if token is None:
        raise Complaint(
            f"{OPERATOR_TOKEN} is not set, so no figures were read.", "Set it as `keyturn serve` has it."
        )
    return _there(url, ca_file, lambda transport: hooks_of(transport, token))


def _there(url: str, ca_file: Path | None, work: Callable[[HttpTransport], Awaitable[T]]) -> T:
    import asyncio

    from keyturn.client.errors import ClientError
    from keyturn.company import Problem
    from keyturn.journey.errors import NotNow

    transport = way_to(url, ca_file, "the integration's address", "https://stays.example")

    async def go() -> T:
        try:
            return await work(transport)
        finally:
            await transport.aclose()

    try:
        return asyncio.run(go())
    except NotNow as trouble:
        raise Complaint(str(trouble), trouble.remedy) from None
    except Problem as refused:
        raise Complaint(f"The running integration refused: {refused.detail}", refused.remedy) from None
    except ClientError as error:
        raise Complaint(f"{url}: {error}", "Check the address, its authority and the network.") from None
