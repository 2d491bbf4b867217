"""Stories of connecting."""

from __future__ import annotations

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario


@scenario(smoke=True)
async def visitor_connects(stage: Stage) -> None:
    """A visitor connects, allows, and looks at the doors."""
    await stage.connect()
    if stage.subject.doors is not None:
        await stage.visitor.press(stage.subject.doors, stage.known)


@scenario(smoke=True)
async def visitor_denies_consent(stage: Stage) -> None:
    """At Nuki's page the visitor says no."""
    await stage.connect("deny")
