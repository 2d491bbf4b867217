"""The same client, PyPI's ``nuki-web-api``, through the groups that move no device."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from nukiwebapi import NukiWebAPI
from tests.street import running

from keyturn.clock import SystemClock
from keyturn.sandbox.world.second_factor import totp

pytestmark = pytest.mark.street
PATIENCE = 15.0


@pytest.fixture(scope="module")
def facts() -> Iterator[dict[str, Any]]:
    with running.sandbox() as told:
        yield dict(told)


@pytest.fixture
def nuki(facts: dict[str, Any]) -> NukiWebAPI:
    return NukiWebAPI(facts["api_token"], base_url=facts["base_url"])


def eventually(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_account_settings_and_one_time_codes(nuki: NukiWebAPI) -> None:
    nuki.account.update(language="de", name="Mara L.", delete_api_tokens=False)
    assert nuki.account.get()["name"] == "Mara L."
    assert nuki.account.update_setting({"web": {"deviceViewType": "TILE"}})["web"]["deviceViewType"] == "TILE"
    assert nuki.account.get_setting() == {"web": {"deviceViewType": "TILE"}}
    nuki.account.delete_setting()
    secret = nuki.account.create_otp()
    nuki.account.enable_otp(totp.code(secret, totp.step_at(SystemClock().now())))
    assert nuki.account.get()["config"]["otpEnabledDate"]
    nuki.account.disable_otp()
    nuki.account.change_email("mara@new.example")
    nuki.account.verify_email()
    nuki.account.reset_password("mara@home.example", deleteApiTokens=False)


def test_people(nuki: NukiWebAPI) -> None:
    sub = nuki.account.create_sub_account(
        email="sub@home.example", password="long-enough", name="Sub", rights=31, language="en", profile=None
    )
    nuki.account.update_sub_account(sub["accountId"], {"name": "Sub 2"})
    assert nuki.account.get_sub_account(sub["accountId"])["name"] == "Sub 2"
    assert [one["accountId"] for one in nuki.account.list_sub_accounts()] == [sub["accountId"]]
    nuki.account.delete_sub_account(sub["accountId"])
    user = nuki.account_user.create_account_user(email="lee@example.org", name="Lee", language="en")
    number = user["accountUserId"]
    assert nuki.account_user.update_account_user(number, "lee@example.org", "Ann", language="de")["name"] == "Ann"
    assert nuki.account_user.get_account_user(number)["language"] == "de"
    nuki.account_user.delete_account_user(number)
    eventually(lambda: number not in [one["accountUserId"] for one in nuki.account_user.list_account_users()])
    assert nuki.company.list_companies().json() == []


def test_addresses_invitations_and_bookings(nuki: NukiWebAPI, facts: dict[str, Any]) -> None:
    door = facts["smartlocks"][0]["smartlock_id"]
    number = nuki.address.create_address("House", [door])["addressId"]
    unit = nuki.address.create_address_unit(number, "Top 1")
    assert [one["id"] for one in nuki.address.list_address_units(number)] == [unit["id"]]
    token = unit["addressTokenId"]
    assert nuki.address_token.get_token_info(token)["addressName"] == "House"
    with suppress(ValueError):  # the client wants a body, which a 204 never has
        nuki.address_token.redeem_token(token, email=False)
    assert nuki.address_token.get_redeemed_token(token)["redeemResult"] == "ok"
    assert len(nuki.address_token.list_tokens(number)) == 1
    assert nuki.address.delete_address_unit(number, unit["id"])["requestId"]
    eventually(lambda: nuki.address.list_address_units(number) == [])
    assert nuki.service.link_service("airbnb").json().startswith("https://")
    nuki.service.sync_service("airbnb")
    let = next(one for one in nuki.address.list_addresses() if one.get("serviceId") == "airbnb")["addressId"]
    (booking,) = nuki.address_reservation.list_reservations(let)
    nuki.address_reservation.update_reservation_access_times(let, booking["id"], {"checkInTime": 900})
    nuki.address_reservation.issue_reservation(let, booking["id"])
    eventually(lambda: nuki.address_reservation.list_reservations(let)[0]["guestsIssued"] == 2)
    nuki.address_reservation.revoke_reservation(let, booking["id"])
    nuki.service.unlink_service("airbnb")
    assert nuki.service.get_service("airbnb").json()["stopped"] is True


def test_keys_and_what_has_access(nuki: NukiWebAPI, facts: dict[str, Any]) -> None:
    key = nuki.api_key.create_api_key({"description": "Mine", "redirectUris": []}).json()["apiKeyId"]
    nuki.api_key.update_api_key(key, {"description": "Still mine"})
    token = nuki.api_key.create_api_key_token(key, {"scopes": ["account"]}).json()
    other = NukiWebAPI(token["accessToken"], base_url=facts["base_url"])
    assert other.account.get()["accountId"] == facts["account"]["account_id"]
    nuki.api_key.update_api_key_token(key, token["id"], {"description": "Reader"})
    assert nuki.api_key.list_api_key_tokens(key).json()[0]["description"] == "Reader"
    assert token["id"] in [one.get("tokenId") for one in nuki.account.list_integrations()]
    nuki.account.delete_integration(key, token["id"])
    with pytest.raises(Exception, match="Your access token is not authorized"):
        other.account.get()
    nuki.api_key.create_advanced_api_key(
        key,
        {
            "name": "Quay",
            "country": "Austria",
            "description": "Doors.",
            "type": "OTHER",
            "url": "https://quay.example",
            "email": "doors@quay.example",
            "webhookUrl": "https://quay.example/w",
            "webhookFeatures": ["DEVICE_STATUS"],
            "restricted": False,
        },
    )
    assert nuki.api_key.get_advanced_api_key(key).json()["status"] == "APPLIED"
    nuki.api_key.reactivate_advanced_api_key(key)
    nuki.api_key.delete_advanced_api_key(key)
    assert nuki.advanced_api.get_webhook_logs(key) is not None
    nuki.api_key.delete_api_key(key)
    assert key not in [one["apiKeyId"] for one in nuki.api_key.list_api_keys().json()]


def test_notifications_and_intercoms(nuki: NukiWebAPI) -> None:
    made = nuki.notification.create_notification({"os": 2, "pushId": "https://quay.example/p", "settings": []})
    number = made.json()["notificationId"]
    nuki.notification.update_notification(number, {**made.json(), "language": "de"})
    assert nuki.notification.get_notification(number).json()["language"] == "de"
    assert len(nuki.notification.list_notifications().json()) == 1
    nuki.notification.delete_notification(number)
    brand = nuki.opener.list_brands().json()[0]
    assert nuki.opener.get_brand(brand["brandId"]).json() == brand
    model = nuki.opener.list_intercoms(brand_id=brand["brandId"]).json()[0]
    assert nuki.opener.get_intercom(model["intercomId"]).json() == model
