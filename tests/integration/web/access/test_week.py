"""The week of a door's codes: right days and hours, clock changes said, and no bar surer than the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.integration.web.access.test_codes import CODE, LOCK, NOW, TEXTS

from keyturn.integration.access.code import Code, CodeState
from keyturn.integration.access.drift import Drift
from keyturn.integration.access.window import ALWAYS, Window
from keyturn.integration.errors import PageRefused
from keyturn.integration.web.access.week import Week, week_of

HOURS = Window(days=64 + 1, from_minute=480, until_minute=690)


def week(*codes: Code, asked: str | None = None, language: str = "en") -> Week:
    return week_of(codes, asked, LOCK, NOW, TEXTS, language)


def test_a_week_is_the_doors_own_and_can_be_turned() -> None:
    shown = week(replace(CODE, window=HOURS))
    assert (shown.title, shown.number, shown.this) == ("2 March to 8 March 2026", "2026-W10", "")
    assert (shown.earlier, shown.later) == ("2026-W09", "2026-W11")
    assert [head.today for head in shown.heads] == [True, *(False,) * 6]
    (row,) = shown.rows
    assert [cell.times for cell in row.cells] == ["08:00–11:30", *("",) * 5, "08:00–11:30"]
    assert row.cells[0].bars == ((33.33, 14.58),)
    assert week(asked="2026-W13", language="de").title == "23. März bis 29. März 2026"
    assert week(asked="2026-W13").this == "2026-W10"
    assert week(asked="2026-W53").later == "2027-W01"


def test_the_day_is_that_of_the_door_and_not_of_greenwich() -> None:
    late = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert week_of([], None, LOCK, late, TEXTS, "en").number == "2026-W11"


@pytest.mark.parametrize("wrong", ["2026", "2026-W54", "2026-W1", "9999-W52", "0001-W01", "2026-W13-", "heute"])
def test_a_week_there_is_not_is_refused(wrong: str) -> None:
    with pytest.raises(PageRefused):
        week(asked=wrong)


def test_a_code_without_limits_is_one_bar_and_one_out_of_time_is_named() -> None:
    always, over = CODE, replace(CODE, name="Old", window=Window(until=NOW - timedelta(days=9)))
    shown = week(always, over)
    assert [(row.name, row.whole, row.standing) for row in shown.rows] == [("Guest", True, "on_lock")]
    assert [(row.name, row.standing) for row in shown.idle] == [("Old", "over")]
    assert [row.name for row in week(over, asked="2026-W08").rows] == ["Old"], "it is in the week it was for"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-W13", "put forward from 02:00 to 03:00: this day has 23 hours"),
        ("2026-W43", "put back from 03:00 to 02:00: this day has 25 hours"),
        ("2026-W12", ""),
    ],
)
def test_a_change_of_the_clock_is_said(asked: str, said: str) -> None:
    shown = week(CODE, asked=asked)
    assert said in "".join(head.change for head in shown.heads)
    assert bool(said) == any(head.change for head in shown.heads)
    assert shown.rows[0].whole


def test_a_clock_put_forward_at_midnight_is_said_too() -> None:
    cairo = replace(LOCK, timezone_id=0)
    shown = week_of([CODE], "2026-W17", cairo, NOW, TEXTS, "en")
    assert [head.change for head in shown.heads if head.change] == [
        "The clock at the door is put forward from 00:00 to 01:00: this day has 23 hours."
    ]


def test_only_what_the_door_confirmed_is_drawn_as_sure() -> None:
    codes = [
        replace(CODE, state=state, drift=drift)
        for state in CodeState
        for drift in (None, *Drift)
        if (state is CodeState.DRIFTED) == (drift is not None)
    ]
    shown = week(*codes)
    assert {row.standing for row in shown.rows if row.sure} == {"on_lock"}
    assert len(shown.rows) == len(codes) - 2, "what failed or was removed lets nobody in"
    for row in shown.rows:
        for language in TEXTS.languages:
            assert TEXTS.say(language, f"codes.week.standing.{row.standing}")


def test_the_digits_are_no_part_of_it() -> None:
    assert "sealed" not in repr(week(replace(CODE, window=ALWAYS, sealed_digits=b"sealed")))
