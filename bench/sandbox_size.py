"""S6 to S8 and S10: how fast a sandbox is there, how much room it takes, how fast a year passes.

Where there is no peer, the peer's rate is the promise: a ratio of 1 and more keeps it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bench.figure import Figure, Sample
from bench.load import requests
from bench.servers import started
from keyturn.clock import VirtualClock
from keyturn.nuki.codes import DoorState
from keyturn.sandbox import Sandbox, Seed
from keyturn.sandbox.world.agenda import Agenda
from keyturn.testing import Nuki

KEYTURN = str(Path(sys.executable).parent / "keyturn")
Run = Callable[[Figure], None]
BARE = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def hello(request): return PlainTextResponse("hello")
place = socket.create_server(("127.0.0.1", 0))
print(place.getsockname()[1], flush=True)
uvicorn.run(Starlette(routes=[Route("/account", hello)]), fd=place.fileno(), log_level="critical")
"""
YEAR = 365 * 86400
YEAR_SECONDS, FRESH_SECONDS = 2.0, 0.005
MEGABYTES = {1_000: 100, 100_000: 600}


def start() -> tuple[Figure, Run]:
    """From the start of the process to the first 200."""
    figure = Figure("S6", "process start to first 200", "bare Starlette on the same server", 0.67)

    def run(figure: Figure) -> None:
        ours = [KEYTURN, "sandbox", "run", "--no-tls", "--port", "0", "--format", "json"]
        bare = [sys.executable, "-c", BARE]
        for each in (ours, bare):
            _first_200(each)  # what is compiled is kept, as for anybody who starts it a second time
        figure.measure(lambda: _first_200(ours), lambda: _first_200(bare))

    return figure, run


def memory(devices: int) -> tuple[Figure, Run]:
    """Resident memory of a sandbox with so many devices."""
    most = MEGABYTES[devices]
    figure = Figure("S7", f"memory with {devices:,} devices", f"{most} MB", 1.0)

    def run(figure: Figure) -> None:
        taken: list[float] = []
        with tempfile.TemporaryDirectory() as folder:
            seed = _crowd(Path(folder), devices)

            def ours() -> Sample:
                with started(_command(seed)) as process:
                    facts = json.loads(_line(process))
                    _get(facts["base_url"] + "/smartlock", facts["api_token"])
                    taken.append(_resident(process.pid))
                return Sample(1 / taken[-1])

            figure.measure(ours, lambda: Sample(1 / most))
        figure.note = f"{min(taken):.0f} to {max(taken):.0f} MB"

    return figure, run


def crowded() -> tuple[Figure, Run]:
    """A list of ten devices beside 100,000 of others."""
    figure = Figure("S7", "list of 10 devices beside 100,000", "the same list alone", 0.83)

    def run(figure: Figure) -> None:
        with tempfile.TemporaryDirectory() as folder:
            many, few = _crowd(Path(folder), 100_000), _crowd(Path(folder), 10)
            with started(_command(many)) as one, started(_command(few)) as other:
                facts = [json.loads(_line(process)) for process in (one, other)]
                ours, theirs = (partial(_list, each["base_url"], each["api_token"]) for each in facts)
                figure.measure(ours, theirs)

    return figure, run


def year() -> tuple[Figure, Run]:
    """A year of 100 devices: a door moves every hour, and every device has its day."""
    figure = Figure("S8", "365 days, 100 devices, hourly events", f"{YEAR_SECONDS:.0f} s", 1.0)

    def run(figure: Figure) -> None:
        took: list[float] = []

        def ours() -> Sample:
            took.append(asyncio.run(_year()))
            return Sample(1 / took[-1])

        figure.measure(ours, lambda: Sample(1 / YEAR_SECONDS))
        figure.note = f"{min(took):.2f} to {max(took):.2f} s for 8,760 doors moved and logged, 36,500 daily rounds"

    return figure, run


def hours() -> tuple[Figure, Run]:
    """A year in which each of 100 devices has something due every hour: what the time itself costs."""
    figure = Figure("S8", "365 days, 876,000 events due", f"{YEAR_SECONDS:.0f} s", 1.0)

    def run(figure: Figure) -> None:
        took: list[float] = []

        def ours() -> Sample:
            took.append(asyncio.run(_hours()))
            return Sample(1 / took[-1])

        figure.measure(ours, lambda: Sample(1 / YEAR_SECONDS))
        figure.note = f"{min(took):.2f} to {max(took):.2f} s on the world's clock; each event schedules its next"

    return figure, run


def fresh() -> tuple[Figure, Run]:
    """A sandbox for one test."""
    figure = Figure("S10", "fresh sandbox for one test", f"{FRESH_SECONDS * 1000:.0f} ms", 1.0)

    def run(figure: Figure) -> None:
        def ours() -> Sample:
            began = time.perf_counter()
            for _ in range(200):
                Nuki().close()
            return Sample(200 / (time.perf_counter() - began))

        ours()
        figure.measure(ours, lambda: Sample(1 / FRESH_SECONDS))

    return figure, run


async def _year() -> float:
    async def deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
        return 204

    clock = VirtualClock()
    home = Seed.from_text(_home(100, sensors=True))
    sandbox = Sandbox(home, clock=clock, deliver=deliver)
    world = sandbox._world
    doors, moved = list(world.devices.values()), 0

    async def hour() -> None:
        nonlocal moved
        door = doors[moved % len(doors)]
        closed = door.state.door_state == DoorState.CLOSED
        world.motions.move_door(door, DoorState.OPENED if closed else DoorState.CLOSED)
        moved += 1
        clock.schedule(3600, hour)

    clock.schedule(3600, hour)
    began = time.perf_counter()
    await clock.advance(YEAR)
    took = time.perf_counter() - began
    assert moved == 8760
    assert len(doors[0].log) > 80
    return took


async def _hours() -> float:
    clock, past = VirtualClock(), 0
    agenda = Agenda(clock)

    async def hour() -> None:
        nonlocal past
        past += 1
        agenda.schedule(3600, hour)

    for _ in range(100):
        agenda.schedule(3600, hour)
    began = time.perf_counter()
    await clock.advance(YEAR)
    took = time.perf_counter() - began
    assert past == 876_000
    return took


def _first_200(command: list[str]) -> Sample:
    began = time.perf_counter()
    with started(command, {"PYTHONDONTWRITEBYTECODE": ""}) as process:
        line = _line(process)
        if line.startswith("{"):
            facts = json.loads(line)
            _get(facts["base_url"] + "/account", facts["api_token"])
        else:
            _get(f"http://127.0.0.1:{line.strip()}/account", "")
        return Sample(1 / (time.perf_counter() - began))


def _get(url: str, token: str) -> None:
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def _list(base_url: str, token: str) -> Sample:
    return requests(base_url + "/smartlock", "GET", {"Authorization": f"Bearer {token}"})


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _command(seed: Path) -> list[str]:
    return [KEYTURN, "sandbox", "run", "--no-tls", "--port", "0", "--format", "json", "--seed", str(seed)]


def _resident(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _crowd(folder: Path, devices: int) -> Path:
    file = folder / f"{devices}.toml"
    others = '[[account]]\naccount_id = 2\nemail = "crowd@home.example"\npassword = "p"\nname = "Crowd"\n'
    file.write_text(_home(10) + others + _locks(0x20000000, devices - 10))
    return file


def _home(devices: int, *, sensors: bool = False) -> str:
    head = 'api_token = "bench-api-token"\n'
    account = '[[account]]\naccount_id = 1\nemail = "bench@home.example"\npassword = "p"\nname = "Bench"\n'
    return head + account + _locks(0x10000000, devices, "door_sensor = true\n" if sensors else "")


def _locks(first: int, count: int, more: str = "") -> str:
    lock = '[[account.smartlock]]\ntype = 4\nnuki_id = "{:08X}"\nname = "Door {}"\n'
    return "".join(lock.format(first + number, number) + more for number in range(count))
