"""Processes killed in a storm of webhooks: nothing acknowledged is lost, nothing has its effect twice."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from tests.street.shared.storm import storm

from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
SIZE, KILLS = 2_000, 3


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(database: Path | Secret) -> None:
    places = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [place.getsockname()[1] for place in places]
    for place in places:
        place.close()
    told = asyncio.run(storm(database, ports, SIZE, KILLS))
    assert told.kills == KILLS
    assert told.acknowledged > SIZE / 2, "a storm of which most is lost proves nothing"
    assert told.kept >= told.acknowledged, "what was acknowledged is kept and settled"
    assert told.owed <= told.confirmed, "every confirmation that was acknowledged has its effect"
    assert told.events == len(told.confirmed), "and has it once"
    assert told.doors_right
