"""Seeds: the built-in one, one from a file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.sandbox.errors import SeedError
from keyturn.sandbox.seed import Seed

ACCOUNT = '[[account]]\naccount_id=1\nemail="a@b.example"\npassword="pw"\nname="A"\n'
LOCK = '[[account.smartlock]]\ntype=4\nnuki_id="00000001"\nname="Door"\n'


def seed(tmp_path: Path, text: str) -> Seed:
    path = tmp_path / "seed.toml"
    path.write_text(text)
    return Seed.from_toml(path)


def test_the_home_is_always_the_same_and_has_a_lock_and_an_opener() -> None:
    home = Seed.home()
    assert home == Seed.home()
    assert [one.type for one in home.accounts[0].smartlocks] == [4, 4, 2]


def test_a_file_gives_accounts_devices_and_an_application(tmp_path: Path) -> None:
    made = seed(
        tmp_path,
        'name="flat"\n[application]\nname="Us"\nclient_id="us"\nredirect_uris=["https://us.example/cb"]\n'
        + ACCOUNT
        + LOCK
        + 'state="unlocked"\nknob=true\nauto_lock_seconds=60\n'
        + LOCK.replace("4", "2").replace("00000001", "00000002"),
    )
    door, bell = made.accounts[0].smartlocks
    assert door.state is not None
    assert door.config is not None
    assert door.advanced_config is not None
    assert (door.state.state, door.config.auto_unlatch, door.advanced_config.auto_lock_timeout) == (3, True, 60)
    assert bell.smartlock_id == 2 * 2**32 + 2
    assert made.application.client_id == "us"


def test_the_application_can_be_given_other_addresses() -> None:
    changed = Seed.home().with_application(("https://x.example/cb",), "https://x.example/hook")
    assert changed.application.redirect_uris == ("https://x.example/cb",)
    assert changed.application.webhook_url == "https://x.example/hook"
    assert changed.accounts == Seed.home().accounts


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/cb",
        "x.example",
        "",
        "https://",
        "https://*.example/cb",
        "https://x.example/#a",
        "https://[x",
    ],
)
def test_addresses_nuki_would_refuse_are_refused(address: str) -> None:
    with pytest.raises(SeedError):
        Seed.home().with_application((address,))
    with pytest.raises(SeedError):
        Seed.home().with_application((), address)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "account"),
        ("account = []", "at least one account"),
        ("nonsense", "not TOML"),
        (ACCOUNT + LOCK.replace("4", "7", 1), "no devices of type 7"),
        (ACCOUNT + LOCK + 'state="ajar"', "no state 'ajar'.*locked"),
        (ACCOUNT + LOCK.replace("00000001", "XYZ"), "Example: 1A2B3C4D"),
        (ACCOUNT + LOCK.replace("00000001", "0000000G"), "Example: 1A2B3C4D"),
        (ACCOUNT + LOCK + LOCK, "there twice"),
        (ACCOUNT + ACCOUNT.replace("=1", "=2"), "a@b.example is there twice"),
        (ACCOUNT + 'colour="red"', "colour"),
        (ACCOUNT.replace("1", '"one"'), "account_id"),
    ],
)
def test_bad_seeds_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SeedError, match=rf"(?s){says}"):
        seed(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"nowhere\.toml"):
        Seed.from_toml(tmp_path / "nowhere.toml")
