"""Having stories told: sharing a subject where they may, each within its time, each ending as evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Evidence
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import Scenario
from keyturn.checker.scenarios.street import Certificates, Street, street
from keyturn.checker.subject.settings import Described
from keyturn.checker.visitor.ways import Arrive, visitors

Progress = Callable[[Evidence], None]


async def told(
    stories: Sequence[Scenario], described: Described, certificates: Certificates, seed: str, progress: Progress
) -> list[Evidence]:
    """Evidence of every story, in the order given; what cannot be played is ``broken`` and says why."""
    found: dict[str, Evidence] = {}

    def keep(evidence: Evidence) -> None:
        found[evidence.scenario] = evidence
        progress(evidence)

    playable = []
    for one in stories:
        if missing := one.missing(described.subject):
            keep(_nothing(one, skipped=f"SUBJECT.toml describes no {' and no '.join(missing)}."))
        else:
            playable.append(one)
    shared = [one for one in playable if not one.fresh]
    way = visitors(described.subject.way, certificates.ca_file, certificates.certificate)
    try:
        async with way as arrive:
            for company in [shared, *([one] for one in playable if one.fresh)]:
                await _on_one_street(company, described, certificates, arrive, seed, keep)
    except NotPlayed as trouble:
        for one in stories:
            if one.name not in found:
                keep(_nothing(one, broken=str(trouble)))
    return [found[one.name] for one in stories]


async def _on_one_street(
    stories: Sequence[Scenario],
    described: Described,
    certificates: Certificates,
    arrive: Arrive,
    seed: str,
    keep: Progress,
) -> None:
    left = list(stories)
    while left:
        try:
            async with street(described, certificates, arrive, seed) as place:
                while left:
                    evidence = await _tell(left[0], place)
                    keep(evidence)
                    left.pop(0)
                    if evidence.broken:
                        break  # whatever it left behind is not the next one's fault
        except NotPlayed as trouble:
            for one in left:
                keep(_nothing(one, broken=str(trouble)))
            return


async def _tell(one: Scenario, place: Street) -> Evidence:
    stage = Stage(place, one.name)
    broken: str | None = None
    try:
        async with asyncio.timeout(one.seconds):
            await one.play(stage)
    except NotPlayed as trouble:
        broken = str(trouble)
    except TimeoutError:
        broken = f"The story was not over within {one.seconds:.0f} seconds."
    except (ValueError, LookupError) as garbage:
        broken = f"The subject answered what nobody can read ({type(garbage).__name__}: {garbage})."
    return await stage.evidence(broken)


def _nothing(one: Scenario, *, broken: str | None = None, skipped: str | None = None) -> Evidence:
    return Evidence(scenario=one.name, redirect_uris=(), broken=broken, skipped=skipped)
