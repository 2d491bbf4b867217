"""Codes as a page shows them: in plain words, never better than what is known, and without their digits. Pure.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from keyturn.integration.access.code import ENDED, Code, CodeState
from keyturn.integration.access.drift import Drift
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.window import Window, acting
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.views import Tone
from keyturn.nuki.auths import ALL_DAYS, MONDAY
from keyturn.nuki.codes import AuthType
from keyturn.nuki.models.auth import SmartlockAuth

_S = CodeState
_TONES = {
    _S.REQUESTED: Tone.MOVING,
    _S.ACCEPTED: Tone.MOVING,
    _S.ON_LOCK: Tone.SAFE,
    _S.FAILED: Tone.TROUBLE,
    _S.UNCONFIRMED: Tone.UNSURE,
    _S.CHANGING: Tone.MOVING,
    _S.REMOVING: Tone.MOVING,
    _S.REMOVED: Tone.UNSURE,
    _S.DRIFTED: Tone.OPEN,
}
CHANGEABLE = (_S.ON_LOCK, _S.DRIFTED)
REMOVABLE = (_S.ACCEPTED, _S.ON_LOCK, _S.UNCONFIRMED, _S.CHANGING, _S.DRIFTED)


@dataclass(frozen=True, kw_only=True)
class CodeView:
    """One code on the page."""

    code_id: str
    path: str
    name: str
    state: CodeState
    tone: Tone
    sentence: str
    advice: str
    times: str
    may_show: bool
    may_change: bool
    may_remove: bool
    may_restore: bool


def address(code: Code) -> str:
    """A code's own page."""
    return f"/doors/{code.grant_id}/{code.smartlock_id}/codes/{code.code_id}"


class CodeViewer:
    """Makes views in one language at one instant, by the clock of one lock."""

    def __init__(self, texts: Texts, language: str, now: datetime, lock: Lock) -> None:
        self._texts, self._language, self._now, self._lock = texts, language, now, lock

    def code(self, code: Code) -> CodeView:
        """A code, with what is known of it and what can be done."""
        gone = code.drift == Drift.GONE
        return CodeView(
            code_id=code.code_id,
            path=address(code),
            name=code.name,
            state=code.state,
            tone=_TONES[code.state],
            sentence=self._sentence(code),
            advice=self._advice(code),
            times=self.times(code.window),
            may_show=code.state not in ENDED,
            may_change=code.state in CHANGEABLE and not gone,
            may_remove=code.state in REMOVABLE,
            may_restore=code.state is _S.UNCONFIRMED or (code.state is _S.DRIFTED and gone),
        )

    def room(self) -> tuple[str, bool]:
        """How full the lock is, and whether that is worth a warning."""
        room = self._lock.room
        key = "codes.room_none" if room.left == 0 else "codes.room_near" if room.near else "codes.room"
        return self._t(key, codes=room.codes, most=room.codes_most, left=room.left), room.near

    def others(self, listed: Iterable[SmartlockAuth], codes: Iterable[Code]) -> tuple[tuple[str, str], ...]:
        """Codes on the lock that were made elsewhere, with when they open. They are shown, and not kept."""
        ours = {key for code in codes if code.state not in ENDED for key in (code.auth_id, code.name)}
        strange = [one for one in listed if one.type == AuthType.KEYPAD_CODE and not ours & {one.id, one.name}]
        return tuple((one.name, self._acting(one)) for one in strange)

    def _acting(self, auth: SmartlockAuth) -> str:
        if not auth.enabled:
            return self._t("codes.switched_off")
        window = acting(auth)
        return self._t("codes.times_unknown") if window is None else self.times(window)

    def times(self, window: Window) -> str:
        """When it opens, as one line."""
        parts: list[str] = []
        match window.since, window.until:
            case since, None if since:
                parts.append(self._t("codes.from", since=self._date(since)))
            case None, until if until:
                parts.append(self._t("codes.until", until=self._date(until)))
            case since, until if since and until:
                parts.append(self._t("codes.between", since=self._date(since), until=self._date(until)))
        if window.days != ALL_DAYS:
            chosen = [self._t(f"codes.day.{day}") for day in range(7) if window.days & (MONDAY >> day)]
            parts.append(", ".join(chosen))
        if not window.all_day:
            parts.append(f"{_clock(window.from_minute)}–{_clock(window.until_minute)}")
        return " · ".join(parts) or self._t("codes.no_dates")

    def _sentence(self, code: Code) -> str:
        if code.state is _S.DRIFTED:
            return self._t(f"codes.drift.{code.drift}.what")
        if code.state is _S.ON_LOCK and code.window.until is not None and code.window.until <= self._now:
            return self._t("codes.over")
        return self._t(f"codes.state.{code.state}")

    def _advice(self, code: Code) -> str:
        if code.state is _S.DRIFTED:
            return self._t(f"codes.drift.{code.drift}.next")
        waits = code.state in (_S.UNCONFIRMED, _S.CHANGING, _S.REMOVING, _S.ACCEPTED)
        if waits and not self._lock.online:
            return self._t("codes.offline")
        if code.refusal:
            return self._t(f"problem.{code.refusal}.title") + ". " + self._t(f"problem.{code.refusal}.next")
        key = f"codes.next.{code.state}"
        return self._t(key) if self._texts.has(key) else ""

    def _date(self, at: datetime) -> str:
        local = at.astimezone(self._lock.zone)
        month = self._t(f"codes.month.{local.month}")
        return self._t("codes.date", day=local.day, month=month, year=local.year, time=f"{local:%H:%M}")

    def _t(self, key: str, **values: object) -> str:
        return self._texts.say(self._language, key, **values)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True)
class Filled:
    """A window as the fields of a form."""

    since: str = ""
    until: str = ""
    from_time: str = ""
    until_time: str = ""
    days: tuple[bool, ...] = (True,) * 7


def filled(window: Window, lock: Lock) -> Filled:
    """In the door's own time."""
    since, until = (
        "" if at is None else f"{at.astimezone(lock.zone):%Y-%m-%dT%H:%M}" for at in (window.since, window.until)
    )
    first, last = ("", "") if window.all_day else (_clock(window.from_minute), _clock(window.until_minute))
    return Filled(since, until, first, last, tuple(bool(window.days & (MONDAY >> day)) for day in range(7)))
