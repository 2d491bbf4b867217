"""A secret never becomes text by accident."""

from __future__ import annotations

import copy
import json
import logging
import pickle

import msgspec
import pytest

from keyturn.secrecy import Secret

VALUE = "s3cr3t-value"


def test_no_way_of_printing_shows_it(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(VALUE)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("x").warning("%s %r %s", secret, secret, {"k": secret})
    shown = f"{secret} {secret!r} {secret:>30}" + str(secret) + repr([secret]) + str(secret) + caplog.text
    assert VALUE not in shown
    assert "Secret(…)" in shown


def test_it_is_not_serialized() -> None:
    secret = Secret(VALUE)
    for attempt in (pickle.dumps, copy.copy, json.dumps, msgspec.json.encode):
        with pytest.raises(TypeError):
            attempt(secret)


def test_it_compares_safely_and_is_no_key() -> None:
    assert Secret(VALUE) == Secret(VALUE)
    assert Secret(VALUE) != Secret("other")
    assert Secret(VALUE) != VALUE
    assert Secret(VALUE).matches(VALUE)
    assert not Secret(VALUE).matches("über")
    with pytest.raises(TypeError):
        hash(Secret(VALUE))
