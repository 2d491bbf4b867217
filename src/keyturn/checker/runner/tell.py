"""Having stories told: on a few streets at a time, each within its time, each ending as evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Evidence
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import Scenario
from keyturn.checker.scenarios.street import Certificates, Street, street
from keyturn.checker.subject.placeholders import named
from keyturn.checker.subject.settings import Described, Subject, Way
from keyturn.checker.visitor.ways import Arrive, visitors

Progress = Callable[[Evidence], None]
STREETS_AT_ONCE = 2
"""Most of a check is waiting; on a third street subjects would wait for a processor."""
STORIES_A_STREET = 16
BROWSERS_PATIENCE = 3
"""A page with its scripts, styles and pictures takes longer than its text."""
A_DAY = 86_400.0
BY_HAND = (
    'Nobody played this: a person cannot, with one window and no tools. Play it with way = "http" or "browser".'
)


async def told(
    stories: Sequence[Scenario],
    described: Described,
    certificates: Certificates,
    seed: str,
    progress: Progress,
    before: Mapping[str, Evidence] = MappingProxyType({}),
) -> list[Evidence]:
    """Evidence of every story, in the order given; what cannot be played is ``broken`` and says why.

    ``before``: what stories left that need not be told again.
    """
    found = dict(before)

    def keep(evidence: Evidence) -> None:
        found[evidence.scenario] = evidence
        progress(evidence)

    playable = []
    for one in stories:
        if one.name in before:
            continue
        if missing := one.missing(described.subject):
            keep(_nothing(one, skipped=f"SUBJECT.toml describes no {' and no '.join(missing)}."))
        elif described.subject.way is Way.GUIDED and not one.by_hand:
            keep(_nothing(one, unseen=BY_HAND))
        else:
            playable.append(one)
    way = visitors(described.subject, certificates.ca_file, certificates.certificate)
    try:
        async with way as arrive:
            await _Telling(described, certificates, arrive, seed, keep).all_of(_companies(playable))
    except NotPlayed as trouble:
        for one in stories:
            if one.name not in found:
                keep(_nothing(one, broken=str(trouble)))
    return [found[one.name] for one in stories]


def _companies(stories: Sequence[Scenario]) -> list[list[Scenario]]:
    """Those that share a street. Who wants one alone goes first: among them are the longest."""
    shared = [one for one in stories if not one.fresh]
    parts = [shared[first : first + STORIES_A_STREET] for first in range(0, len(shared), STORIES_A_STREET)]
    return [*([one] for one in stories if one.fresh), *parts]


def streets_at_once(subject: Subject) -> int:
    """More than one only where two of the subject's processes cannot meet: each with a port and a folder of its own."""
    apart = "{port}" in subject.url and "state_dir" in named([subject.start.env, subject.start.command])
    return STREETS_AT_ONCE if apart and subject.way is not Way.GUIDED else 1


@dataclass
class _Telling:
    """``hopeless``: why no subject will ever be ready. The first was not, and none has been since."""

    described: Described
    certificates: Certificates
    arrive: Arrive
    seed: str
    keep: Progress
    ready: bool = False
    hopeless: str | None = None

    async def all_of(self, companies: Sequence[Sequence[Scenario]]) -> None:
        gate = asyncio.Semaphore(streets_at_once(self.described.subject))

        async def one(company: Sequence[Scenario]) -> None:
            async with gate:
                await self._on_one_street(list(company))

        async with asyncio.TaskGroup() as group:
            for company in companies:
                group.create_task(one(company))

    async def _on_one_street(self, left: list[Scenario]) -> None:
        while left and self.hopeless is None:
            before = len(left)
            try:
                async with street(self.described, self.certificates, self.arrive, self.seed) as place:
                    self.ready = True
                    await self._until_broken(left, place)
            except NotPlayed as trouble:
                self._give_up(left, str(trouble))
            except Exception as trouble:  # a fault of ours: the other stories are worth as much as before
                if left and len(left) == before:
                    self.keep(_nothing(left.pop(0), broken=_ours(trouble)))
        self._give_up(left, self.hopeless or "")

    async def _until_broken(self, left: list[Scenario], place: Street) -> None:
        """Whatever a broken story left behind is not the next one's fault: that wants a street of its own."""
        while left:
            evidence = await _tell(left[0], place)
            self.keep(evidence)
            left.pop(0)
            if evidence.broken:
                return

    def _give_up(self, left: list[Scenario], why: str) -> None:
        if not self.ready:
            self.hopeless = self.hopeless or why
        while left:
            self.keep(_nothing(left.pop(0), broken=why))


async def _tell(one: Scenario, place: Street) -> Evidence:
    stage = Stage(place, one.name)
    broken: str | None = None
    patience = _patience(one, place.described.subject.way)
    try:
        async with asyncio.timeout(patience):
            await one.play(stage)
    except NotPlayed as trouble:
        broken = str(trouble)
    except TimeoutError:
        broken = f"The story was not over within {patience:.0f} seconds."
    except (ValueError, LookupError) as garbage:
        broken = f"The subject answered what nobody can read ({type(garbage).__name__}: {garbage})."
    except Exception as trouble:
        broken = _ours(trouble)
    return await stage.evidence(broken)


def _patience(one: Scenario, way: Way) -> float:
    """Real seconds for a story; a person has their own for each thing they are asked to do."""
    return {Way.HTTP: one.seconds, Way.BROWSER: BROWSERS_PATIENCE * one.seconds, Way.GUIDED: A_DAY}[way]


def _ours(trouble: Exception) -> str:
    """Its text may hold anything, a secret included; its kind does not."""
    return f"The story could not be told: {type(trouble).__name__}. That is a fault of the checker, not of the subject."


def _nothing(
    one: Scenario, *, broken: str | None = None, skipped: str | None = None, unseen: str | None = None
) -> Evidence:
    return Evidence(scenario=one.name, broken=broken, skipped=skipped, unseen=unseen)
