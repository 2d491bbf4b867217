"""``--running URL``: what the integration in use did, read and kept beside the last check's report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.nuki import secret_in, way_to

if TYPE_CHECKING:
    from keyturn.journey.running.facts import Facts

API_KEY, OPERATOR_TOKEN = "KEYTURN_API_KEY", "KEYTURN_OPERATOR_TOKEN"
CA_FILE = "KEYTURN_RUNNING_CA_FILE"
FACTS = Path("state/running.json")


def asked(url: str, ca_file: Path | None) -> Facts:
    """Nothing is changed there. Raises :class:`Complaint` for whatever is in the way."""
    import asyncio

    from keyturn.client.errors import ClientError
    from keyturn.clock import SystemClock
    from keyturn.company import KeyturnClient, Problem
    from keyturn.journey.errors import NotNow
    from keyturn.journey.running.reading import facts_of, hooks_of

    key, token = secret_in(API_KEY), secret_in(OPERATOR_TOKEN)
    if key is None:
        raise Complaint(
            f"{API_KEY} is not set, so the running integration was not asked.",
            "Make a key that may only read: keyturn api-key new form --scope read. "
            f"With {OPERATOR_TOKEN} set, too, the webhooks' figures are read.",
        )
    transport = way_to(url, ca_file, "--running", "https://stays.example")

    async def go() -> Facts:
        try:
            hooks = await hooks_of(transport, token) if token else None
            clock = SystemClock()
            return await facts_of(KeyturnClient(url, key, transport, clock), url, clock.now(), hooks)
        finally:
            await transport.aclose()

    try:
        return asyncio.run(go())
    except NotNow as trouble:
        raise Complaint(str(trouble), trouble.remedy) from None
    except Problem as refused:
        raise Complaint(f"The running integration refused: {refused.detail}", refused.remedy) from None
    except ClientError as error:
        raise Complaint(f"{url}: {error}", "Check --running, --running-ca-file and the network.") from None
