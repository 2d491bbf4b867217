"""A cursor leads back to its place, in its own list only; anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.integration.errors import CallRefused
from keyturn.integration.partners.page import LARGEST, decode, encode

IDS = st.text(max_size=40).filter(lambda text: "\0" not in text and text.isprintable())


@given(st.integers(-1, LARGEST), IDS)
def test_there_and_back(number: int, ident: str) -> None:
    cursor = encode("actions", (number, ident))
    assert decode("actions", cursor) == (number, ident)
    assert cursor.replace("-", "").replace("_", "").isalnum()
    with pytest.raises(CallRefused):
        decode("events", cursor)


@given(st.text(max_size=60))
def test_whatever_else_is_refused_and_never_more_than_that(text: str) -> None:
    with pytest.raises(CallRefused) as refused:
        decode("actions", text)
    assert refused.value.code == "bad-request"


@pytest.mark.parametrize("number", [-2, LARGEST + 1])
def test_a_number_no_database_can_hold_is_refused(number: int) -> None:
    with pytest.raises(CallRefused):
        decode("actions", encode("actions", (number, "a")))
