"""What comes while a group is being written is the next group, and one that cannot be written fails alone."""

from __future__ import annotations

import asyncio

import pytest

from keyturn.integration.webhooks.gather import GROUP, Gather


class Disk:
    """Remembers what it wrote, group by group; refuses what is negative, and with it the whole group."""

    def __init__(self) -> None:
        self.groups: list[tuple[int, ...]] = []

    async def write(self, *ones: int) -> None:
        await asyncio.sleep(0)
        if min(ones) < 0:
            raise ValueError(f"refused: {min(ones)}")
        self.groups.append(ones)


def test_those_who_wait_share_a_group_and_keep_their_order() -> None:
    async def story() -> None:
        disk = Disk()
        gather: Gather[int] = Gather(disk.write)
        await asyncio.gather(*(gather(number) for number in range(GROUP + 10)))
        assert [len(group) for group in disk.groups] == [GROUP, 10]
        await gather(999)
        assert [one for group in disk.groups for one in group] == [*range(GROUP + 10), 999]

    asyncio.run(story())


def test_one_that_is_refused_takes_nobody_with_it() -> None:
    async def story() -> None:
        disk = Disk()
        gather: Gather[int] = Gather(disk.write)
        ends = await asyncio.gather(*(gather(number) for number in (1, -2, 3)), return_exceptions=True)
        assert ends[0] is None and ends[2] is None and isinstance(ends[1], ValueError)
        assert disk.groups == [(1,), (3,)]
        with pytest.raises(ValueError, match="refused"):
            await gather(-5)

    asyncio.run(story())


def test_a_caller_who_leaves_is_no_trouble() -> None:
    async def story() -> None:
        disk = Disk()
        gather: Gather[int] = Gather(disk.write)
        gone, stays = gather(1), gather(2)
        gone.cancel()
        await stays
        assert disk.groups == [(1, 2)]

    asyncio.run(story())
