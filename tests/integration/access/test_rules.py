"""Digits, names and room on a lock."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.integration.access import rules
from keyturn.integration.errors import RequestRefused
from keyturn.nuki.auths import CODE_NAME_MOST, is_keypad_code


@given(st.sets(st.integers(111111, 999999), max_size=50))
def test_digits_are_by_the_rules_and_not_the_locks_own(taken: set[int]) -> None:
    digits = rules.new_digits(taken).reveal()
    assert is_keypad_code(int(digits))
    assert int(digits) not in taken


def test_digits_come_by_chance_and_print_nothing() -> None:
    made = [rules.new_digits(()) for _ in range(20)]
    assert len({one.reveal() for one in made}) > 10
    assert all(one.reveal() not in f"{one} {one!r}" for one in made)


class NearlyAll:
    """Everything is taken but a few."""

    def __contains__(self, number: object) -> bool:
        return not str(number).endswith("77")


def test_a_taken_one_is_never_given() -> None:
    assert rules.new_digits(NearlyAll()).reveal().endswith("77")


@given(st.text(max_size=40))
def test_a_name_that_passes_is_not_cut(name: str) -> None:
    with suppress(RequestRefused):
        assert 1 <= len(rules.good_name(name)) <= CODE_NAME_MOST


@pytest.mark.parametrize("name", ["", "   ", "x" * 21, "a\x00b"])
def test_bad_names(name: str) -> None:
    with pytest.raises(RequestRefused):
        rules.good_name(name)


def test_room() -> None:
    room = rules.room([13] * 95 + [0] * 3 + [3], 0)
    assert (room.codes, room.codes_most, room.left, room.near, room.others_left) == (95, 100, 5, True, 196)
    assert not rules.room([13] * 95, 4).near
    assert rules.room([13] * 201, 4).left == 0
