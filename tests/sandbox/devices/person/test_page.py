"""The page about deeds names every one, and its house can be lived in."""

from __future__ import annotations

import re
from pathlib import Path

from keyturn.sandbox import Seed
from keyturn.sandbox.devices.person import deeds

PAGE = (Path(__file__).parents[4] / "docs" / "at-the-door.md").read_text()


def test_every_deed_is_on_the_page() -> None:
    table = PAGE.partition("## Deeds")[2].partition("## What")[0]
    named = set(
        re.findall(r"`([a-z_]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    )
    assert named == set(deeds.NAMES)


def test_the_house_on_the_page_is_a_seed() -> None:
    house = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert house is not None
    (account,) = Seed.from_text(house[1]).accounts
    (door,) = account.smartlocks
    assert (door.type, door.name) == (5, "Front door")
    assert [one.name for one in account.insides[door.smartlock_id].keyring.known.values()] == ["Cleaning"]
