"""The account: changing it, its mail, its one-time codes, its settings, its end."""

from __future__ import annotations

import pytest
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT, hidden

from keyturn.sandbox.world.second_factor import totp

PROFILE = {
    "firstName": "Mara",
    "lastName": "Lindqvist",
    "address": "Kai 1",
    "zip": "1010",
    "city": "Wien",
    "country": "AT",
}
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code(RFC_SECRET, seconds // totp.SECONDS, digits=8) == code


def test_what_is_changed_is_shown() -> None:
    async def story(owner: Owner) -> None:
        asked = {"language": "de", "name": "Mara L.", "profile": PROFILE, "unknown": 1}
        await owner.expect(204, "POST", "/account", asked)
        pins = {"alexaPin": "4321", "gactionsHomePin": "", "otpEnabledDate": "2020-01-01T00:00:00Z"}
        await owner.expect(204, "POST", "/account", {"config": pins})
        shown = await owner.expect(200, "GET", "/account")
        assert (shown["language"], shown["name"], shown["profile"]) == ("de", "Mara L.", PROFILE)
        assert shown["config"] == {"alexaPin": "4321", "gactionsHomePin": ""}
        await owner.refused("email", "mara", "POST", "/account", {"email": "mara"})
        await owner.refused("password", "short", "POST", "/account", {"password": "short"})
        await owner.refused("deleteApiTokens", "perhaps", "POST", "/account?deleteApiTokens=perhaps", {})
        await owner.expect(409, "POST", "/account", {"email": "JONAS@next-door.example"})
        assert "4321" not in str(list(owner.sandbox.journal)), "a voice PIN is a secret"

    run(story)


@pytest.mark.parametrize(
    ("query", "alive"), [("", 401), ("?deleteApiTokens=true", 401), ("?deleteApiTokens=false", 200)]
)
def test_a_new_password_ends_api_tokens_unless_told_otherwise(query: str, alive: int) -> None:
    async def story(owner: Owner) -> None:
        email, old = owner.facts["account"]["email"], owner.facts["account"]["password"]
        granted = await owner.token_of(email, old)
        await owner.expect(204, "POST", f"/account{query}", {"password": "a-better-one"})
        await owner.expect(alive, "GET", "/account")
        await owner.expect(200, "GET", "/account", bearer=granted)
        with pytest.raises(AssertionError):
            await owner.token_of(email, old)
        await owner.token_of(email, "a-better-one")

    run(story)


def test_another_address_counts_once_its_mail_is_answered() -> None:
    async def story(owner: Owner) -> None:
        await owner.expect(204, "POST", "/account/email/change", {"email": "mara@new.example"})
        await owner.expect(204, "POST", "/account/email/verify")
        assert (await owner.expect(200, "GET", "/account"))["email"] == "mara@home.example"
        letters = (await owner.http.get("/_sandbox/mail")).json()
        assert [one["to"] for one in letters] == ["mara@new.example"] * 2
        for letter, status in zip(letters, (404, 200), strict=True):
            followed = await owner.http.post(f"/_sandbox/mail/{letter['secret']}", json={})
            assert followed.status_code == status, "the newer mail takes the older one's place"
        shown = await owner.expect(200, "GET", "/account")
        assert (shown["email"], shown["emailVerified"]) == ("mara@new.example", True)
        await owner.expect(409, "POST", "/account/email/change", {"email": "jonas@next-door.example"})
        await owner.refused("email", "nowhere", "POST", "/account/email/change", {"email": "nowhere"})
        await owner.expect(204, "POST", "/account/email/change", {"email": "wanted@by-two.example"})
        bearer = await owner.neighbour()
        await owner.expect(204, "POST", "/account", {"email": "wanted@by-two.example"}, bearer=bearer)
        await owner.expect(409, "POST", "/account/email/verify")

    run(story)


@pytest.mark.parametrize(("keep", "alive"), [({}, 401), ({"deleteApiTokens": False}, 200)])
def test_a_forgotten_password_is_replaced_by_mail(keep: dict[str, bool], alive: int) -> None:
    async def story(owner: Owner) -> None:
        await owner.expect(204, "POST", "/account/password/reset", {"email": "nobody@nowhere.example"})
        await owner.expect(204, "POST", "/account/password/reset", {"email": "mara@home.example", **keep})
        (letter,) = (await owner.http.get("/_sandbox/mail")).json()
        link = f"/_sandbox/mail/{letter['secret']}"
        assert (await owner.http.post(link, json={"password": "short"})).status_code == 400
        assert (await owner.http.post(link, json={"password": "a-better-one"})).status_code == 200
        assert (await owner.http.post(link, json={"password": "a-third-one"})).status_code == 404
        await owner.expect(alive, "GET", "/account")
        await owner.token_of("mara@home.example", "a-better-one")

    run(story)


def test_one_time_codes_are_switched_on_with_a_right_one() -> None:
    async def story(owner: Owner) -> None:
        def code(shift: int = 0) -> dict[str, str]:
            return {"otp": totp.code(secret, totp.step_at(owner.clock.now()) + shift)}

        await owner.expect(401, "POST", "/account/otp", {"otp": "000000"})
        secret = await owner.expect(200, "PUT", "/account/otp")
        assert len(secret) == 32
        await owner.refused("otp", "null", "POST", "/account/otp", {})
        await owner.expect(401, "POST", "/account/otp", code(3))
        await owner.expect(204, "POST", "/account/otp", code(-1))
        assert (await owner.expect(200, "GET", "/account"))["config"]["otpEnabledDate"].startswith("20")
        await owner.expect(401, "POST", "/account/otp", code(-1))
        await owner.expect(405, "PUT", "/account/otp")
        await owner.expect(204, "DELETE", "/account/otp")
        assert "otpEnabledDate" not in (await owner.expect(200, "GET", "/account"))["config"]
        await owner.expect(200, "PUT", "/account/otp")
        assert secret not in str(list(owner.sandbox.journal))

    run(story)


def test_too_many_wrong_codes_have_to_wait_even_with_another_secret() -> None:
    async def story(owner: Owner) -> None:
        secret = await owner.expect(200, "PUT", "/account/otp")
        for _ in range(5):
            await owner.expect(401, "POST", "/account/otp", {"otp": "nonsense"})
        secret = await owner.expect(200, "PUT", "/account/otp")
        right = {"otp": totp.code(secret, totp.step_at(owner.clock.now()))}
        await owner.expect(429, "POST", "/account/otp", right)
        await owner.clock.advance(601)
        right = {"otp": totp.code(secret, totp.step_at(owner.clock.now()))}
        await owner.expect(204, "POST", "/account/otp", right)

    run(story)


def test_signing_in_asks_for_a_code_once_they_are_on() -> None:
    async def story(owner: Owner) -> None:
        def code() -> str:
            return totp.code(secret, totp.step_at(owner.clock.now()))

        async def sign_in(otp: str | None = None) -> str:
            form = {**account, "pending": hidden(await owner.authorize("account"))}
            return (await owner.http.post("/oauth/login", data=form if otp is None else {**form, "otp": otp})).text

        account = {key: owner.facts["account"][key] for key in ("email", "password")}
        secret = await owner.expect(200, "PUT", "/account/otp")
        assert "Allow" in await sign_in(), "not before they are on"
        await owner.expect(204, "POST", "/account/otp", {"otp": code()})
        asked = await sign_in()
        assert 'name="otp"' in asked and "Allow" not in asked
        assert "Allow" not in await sign_in(code()), "a code works once"
        await owner.clock.advance(60)
        assert "Allow" in await sign_in(code())
        for _ in range(5):
            assert "That code is wrong" in await sign_in("123")
        await owner.clock.advance(60)
        assert "too many" in await sign_in(code())

    run(story)


def test_settings_are_stored_echoed_and_forgotten() -> None:
    async def story(owner: Owner) -> None:
        await owner.expect(404, "GET", "/account/setting")
        wanted = {
            "web": {
                "deviceViewType": "TILE",
                "annotations": {"web.nuki.io/dismissed": True},
                "markedStaledDevices": [{"smartlockId": FRONT}],
            }
        }
        assert await owner.expect(200, "PUT", "/account/setting", wanted) == wanted
        assert await owner.expect(200, "GET", "/account/setting") == wanted
        await owner.expect(400, "PUT", "/account/setting", {"web": {"deviceViewType": "ROUND"}})
        await owner.expect(204, "DELETE", "/account/setting")
        await owner.expect(404, "GET", "/account/setting")

    run(story)


def test_an_account_that_ends_takes_everything_along() -> None:
    async def story(owner: Owner) -> None:
        account = owner.facts["account"]
        granted, other = await owner.token_of(account["email"], account["password"]), await owner.neighbour()
        await owner.expect(204, "DELETE", "/account")
        await owner.expect(401, "GET", "/account")
        await owner.expect(401, "GET", "/account", bearer=granted)
        await owner.clock.advance(60)
        await owner.expect(401, "GET", "/account", bearer=other)  # its application was this account's
        assert FRONT not in owner.sandbox._world.devices
        assert (await owner.http.get("/_sandbox/console")).status_code == 200, "the console does without it"

    run(story)
