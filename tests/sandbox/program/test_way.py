"""Every standing with every move; the table is the only way."""

from __future__ import annotations

from itertools import product

import pytest

from keyturn.nuki.models.api_key import KeyStatus
from keyturn.sandbox.program.form import Form, complaints
from keyturn.sandbox.program.way import SHOWN, TABLE, Move, Standing, after, moves


@pytest.mark.parametrize(("standing", "move"), list(product(Standing, Move)))
def test_every_pair(standing: Standing, move: Move) -> None:
    following = after(standing, move)
    assert following == TABLE.get((standing, move))
    assert (move in moves(standing)) == (following is not None)
    if following is Standing.ACTIVE:
        assert (standing, move) == (Standing.IN_REVIEW, Move.RELEASE), "nobody becomes active unchecked"
    if following is Standing.TESTING:
        assert move in (Move.APPROVE, Move.SUSPEND)


def test_the_api_shows_nukis_four_states_only() -> None:
    assert set(SHOWN) == set(Standing)
    assert set(SHOWN.values()) == set(KeyStatus)


GOOD = Form(
    company="Harbour Stays",
    integration="Harbour Doors",
    website="https://harbour-stays.example",
    contact="doors@harbour-stays.example",
    short_text="Open your room with your phone.",
    long_text="Guests open their room with their phone, from check-in to check-out.",
    devices=("Smart Lock", "Opener"),
    accessories=("Keypad",),
    scopes=("smartlock.readOnly", "smartlock.action"),
    actions=("unlock", "lock"),
    help_url="https://harbour-stays.example/help",
    support="help@harbour-stays.example",
)


def test_a_complete_form_has_no_complaints() -> None:
    assert complaints(GOOD) == []


def test_what_is_wrong_in_a_form_is_named_with_its_mend() -> None:
    from msgspec.structs import replace

    spoiled = replace(
        GOOD, company=" ", devices=("Toaster",), scopes=("everything",), help_url="http://x", support=""
    )
    found = "\n".join(complaints(spoiled))
    for word in ("company", "'Toaster'", "'everything'", "help_url", "support"):
        assert word in found
    assert "devices is empty" in "\n".join(complaints(replace(GOOD, devices=())))
