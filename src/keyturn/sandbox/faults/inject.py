"""Arming, disarming, and the question whether something strikes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypedDict, TypeVar, Unpack

from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.sandbox.errors import SandboxError
from keyturn.sandbox.faults.catalogue import CATALOGUE
from keyturn.sandbox.faults.effects import Effect, OutOfReach
from keyturn.sandbox.faults.fault import Armed, Hook, Occasion
from keyturn.sandbox.journal.journal import Journal, Kind

Lasting = TypeVar("Lasting", bound=Effect)


class HowElse(TypedDict, total=False):
    """For whom and how sure a fault strikes; what is left out narrows nothing.

    ``webhook``: what the fault is made for, unless told.
    The same ``seed`` throws the same dice for ``chance``.
    """

    seconds: float | None
    operation: str | None
    webhook: str | None
    account_id: AccountId | None
    chance: float
    seed: str


class How(HowElse, total=False):
    """The same, and for which device and how often: ``times`` is 1 unless told, None until disarmed."""

    smartlock_id: SmartlockId | None
    times: int | None


class UnknownFault(SandboxError):
    """No fault of that name."""

    def __init__(self, name: str) -> None:
        near = get_close_matches(name, CATALOGUE, cutoff=0.5)
        hint = f"Near to it are: {', '.join(near)}" if near else f"The faults are: {', '.join(CATALOGUE)}"
        super().__init__(f"There is no fault {name!r}. {hint}.")


class Faults:
    """What lies in wait, in the order it was armed."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._armed: list[Armed] = []

    def __iter__(self) -> Iterator[Armed]:
        return iter(tuple(self._armed))

    def __bool__(self) -> bool:
        return bool(self._armed)

    def arm(self, name: str, **how: Unpack[How]) -> Armed:
        """Raises :class:`UnknownFault`."""
        fault = CATALOGUE.get(name)
        if fault is None:
            raise UnknownFault(name)
        chance = how.get("chance", 1.0)
        armed = Armed(
            fault,
            how.get("times", 1),
            how.get("smartlock_id"),
            how.get("operation"),
            how.get("webhook") or fault.webhook,
            how.get("seconds"),
            account_id=how.get("account_id"),
            chance=chance,
            dice=random.Random(f"{name} {how.get('seed', '')}") if chance < 1 else None,  # noqa: S311
        )
        self._armed.append(armed)
        self._journal.record(Kind.FAULT, name, event="armed", times=armed.times, smartlock_id=armed.smartlock_id)
        return armed

    def disarm(self, name: str | None = None) -> int:
        """Take back every fault of that name, or all; says how many. Raises :class:`UnknownFault`."""
        if name is not None and name not in CATALOGUE:
            raise UnknownFault(name)
        kept = [armed for armed in self._armed if name is not None and armed.fault.name != name]
        gone, self._armed = len(self._armed) - len(kept), kept
        if gone:
            self._journal.record(Kind.FAULT, name or "all", event="disarmed", count=gone)
        return gone

    def strike(
        self,
        hook: Hook,
        *kinds: type[Effect],
        smartlock_id: SmartlockId | None = None,
        operation: str | None = None,
        webhook: str | None = None,
        account_id: AccountId | None = None,
    ) -> Armed | None:
        """The first fault that strikes here, used up by one; None nearly always.

        ``kinds`` are the effects the asking place can obey; without them, any.
        """
        if not self._armed:
            return None
        occasion = Occasion(smartlock_id, operation, webhook, account_id)
        for armed in self._armed:
            if armed.fault.hook is not hook or (kinds and not isinstance(armed.fault.effect, kinds)):
                continue
            if armed.matches(occasion) and armed.is_lucky():
                self._use(armed)
                self._journal.record(
                    Kind.FAULT,
                    armed.fault.name,
                    event="struck",
                    smartlock_id=smartlock_id,
                    operation=operation,
                    webhook=webhook,
                )
                return armed
        return None

    def lasting(
        self, kind: type[Lasting], smartlock_id: SmartlockId, account_id: AccountId | None = None
    ) -> list[Lasting]:
        """The effects of a kind that hold for a device now; asking uses nothing up."""
        return [
            armed.fault.effect
            for armed in self._armed
            if isinstance(armed.fault.effect, kind)
            and armed.smartlock_id in (None, smartlock_id)
            and (account_id is None or armed.account_id in (None, account_id))
        ]

    def out_of_reach(self, smartlock_id: SmartlockId, account_id: AccountId | None = None) -> bool:
        """Whether the device shows as offline; asking uses nothing up."""
        return bool(self._armed) and bool(self.lasting(OutOfReach, smartlock_id, account_id))

    def _use(self, armed: Armed) -> None:
        if armed.times is None:
            return
        armed.times -= 1
        if armed.times <= 0:
            self._armed.remove(armed)
