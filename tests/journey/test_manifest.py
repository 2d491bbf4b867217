"""The manifest is read strictly: what is wrong is named with its place and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.journey import offer
from keyturn.journey.errors import ManifestWrong, NotNow
from keyturn.journey.manifest import judged_scopes, read

GOOD = """
[company]
name = "Harbour Stays"
country = "AT"
market = ["AT", "DE"]
email = "integrations@harbour.example"
support = "help@harbour.example"

[integration]
name = "Harbour Doors"
type = "SHORT_RENTAL"
short = "Guests of Harbour Stays open their holiday flat by phone."
description = \"\"\"Owners of holiday flats in Austria and Germany connect their Nuki account once. Their guests unlock
the flat from the booking page during their stay, and cleaners get a keypad code for the hours between two.\"\"\"
devices = ["smart_lock", "opener"]
accessories = ["keypad"]
actions = ["read", "unlock", "ring_to_open", "codes"]

[urls]
site = "https://harbour.example"
help = "https://harbour.example/help"
support = "https://harbour.example/support"
privacy = "https://harbour.example/privacy"

[oauth]
redirect_uris = ["https://harbour.example/connect/callback"]

[oauth.scopes]
"smartlock.readOnly" = "shows your doors and whether they are locked"
"smartlock.action" = "opens the door for your guests"
"smartlock.auth" = "makes codes for your cleaners"
"webhook.decentral" = "tells us whether the door really moved"

[webhooks]
mode = "decentral"
"""


def wrong(tmp_path: Path, *changes: tuple[str, str]) -> str:
    text = GOOD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file = tmp_path / "keyturn.toml"
    file.write_text(text)
    with pytest.raises(ManifestWrong) as told:
        read(file)
    return str(told.value)


def test_a_good_one_is_read(tmp_path: Path) -> None:
    file = tmp_path / "keyturn.toml"
    file.write_text(GOOD)
    manifest = read(file)
    assert manifest.integration.actions == ("read", "unlock", "ring_to_open", "codes")
    assert judged_scopes(manifest) == ({}, ())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name = "Harbour Doors"\n', "", ("integration.name", "missing")),
        ('country = "AT"', 'countri = "AT"', ("company.countri", "line 4", "no known key")),
        ('"SHORT_RENTAL"', '"HOTEL"', ("integration.type", "HEALTHCARE")),
        ('["smart_lock", "opener"]', '["smart_lok", "opener"]', ("'smart_lok'", "Do you mean 'smart_lock'")),
        ('["smart_lock", "opener"]', '["smart_lock"]', ("'ring_to_open'", "Opener only")),
        ('accessories = ["keypad"]', "accessories = []", ("'codes'", "Keypad")),
        ('"https://harbour.example/help"', '"http://harbour.example/help"', ("urls.help", "https")),
        ('"https://harbour.example/connect/callback"', '"https://harbour.example/#x"', ("oauth.redirect_uris", "#")),
        ('"opens the door for your guests"', '"because"', ("smartlock.action", "because", "no reason")),
        ('mode = "decentral"', 'mode = "none"', ("webhooks.mode", "doors are moved")),
        ('mode = "decentral"', 'mode = "central"', ("webhooks.url", "https")),
        ('market = ["AT", "DE"]', 'market = ["Austria"]', ("'Austria'", "AT")),
        ('"help@harbour.example"', '"help"', ("company.support", "'help'")),
        ('"smartlock.auth" =', '"smartlock.auht" =', ("smartlock.auht", "smartlock.auth")),
        ("[urls]", "[urls", ("no TOML", "line")),
        ("Owners of holiday flats in Austria and Germany connect their Nuki account once. Their guests unlock\n"
         "the flat from the booking page during their stay, and cleaners get a keypad code for the hours between two.",
         "We open doors.", ("3 words", "detail")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_mend(
    tmp_path: Path, before: str, after: str, words: tuple[str, ...]
) -> None:
    told = wrong(tmp_path, (before, after))
    assert [word for word in words if word not in told] == [], told


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    told = wrong(tmp_path, ('country = "AT"', 'country = "at"'), ('["smart_lock", "opener"]', "[]"))
    assert "'at'" in told
    assert "integration.devices" in told


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="is not there") as told:
        read(tmp_path / "nowhere.toml")
    assert "keyturn init" in told.value.remedy


def test_missing_and_needless_scopes_are_named(tmp_path: Path) -> None:
    file = tmp_path / "keyturn.toml"
    text = GOOD.replace('"smartlock.auth" = "makes', '"smartlock.log" = "makes')
    file.write_text(text)
    missing, needless = judged_scopes(read(file))
    assert missing == {"smartlock.auth": "codes"}
    assert needless == ("smartlock.log",)


def test_either_of_two_reading_scopes_will_do_and_both_are_one_too_many() -> None:
    assert offer.missing(("read",), "none", frozenset({"smartlock"})) == {}
    assert offer.missing(("read",), "none", frozenset()) == {"smartlock.readOnly": "read"}
    both = frozenset({"smartlock", "smartlock.readOnly"})
    assert offer.needless(("read",), "none", both) == ("smartlock",)


def test_every_action_has_words_and_a_scope() -> None:
    for name, deed in offer.ACTIONS.items():
        assert deed.words, name
        assert deed.needs, name
        assert deed.device is None or deed.device in offer.DEVICES
        assert deed.accessory is None or deed.accessory in offer.ACCESSORIES
