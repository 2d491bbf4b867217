"""The console: closed to everybody but who has the token, and what it tells of a day."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
from tests.pair.joined import OURS, UNHURRIED, Street, central, play

from keyturn.secrecy import Secret

TOKEN = "operator-token-of-at-least-32-characters"
PAGES = ("", "/customers", "/grants", "/waiting", "/webhooks", "/events", "/vault")


class Operator:
    """A browser of its own, and what it sees."""

    def __init__(self, street: Street) -> None:
        app = httpx2.ASGITransport(street.integration.app)
        self.browser = httpx2.AsyncClient(transport=app, base_url=OURS, follow_redirects=True, trust_env=False)
        self.page = httpx2.Response(200)

    async def log_in(self, token: str = TOKEN) -> httpx2.Response:
        self.page = await self.browser.post("/operator/login", data={"token": token})
        return self.page

    async def go(self, address: str = "", status: int = 200) -> str:
        self.page = await self.browser.get("/operator" + address)
        assert self.page.status_code == status, self.page.text
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.text).split())

    async def press(self, action: str, **fields: str) -> httpx2.Response:
        for form in re.findall(r"<form\b.*?</form>", self.page.text, re.S):
            if re.search(rf'action="[^"]*{re.escape(action)}"', form):
                found = re.search(r'action="([^"]*)"', form)
                hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
                assert found
                self.page = await self.browser.post(found[1], data=hidden | fields)
                return self.page
        raise AssertionError(f"There is no form for {action!r}.")


def run(path: Path, story: object, **changes: object) -> None:
    async def told(street: Street) -> None:
        operator = Operator(street)
        await story(street, operator)  # type: ignore[operator]
        await operator.browser.aclose()

    play(path, told, operator_token=Secret(TOKEN), **changes)


def test_nobody_looks_without_the_token(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        for address in PAGES:
            # The customer's own session opens nothing here.
            shown = await street.person.browser.get(f"{OURS}/operator{address}")
            assert shown.url.path == "/operator/login" and 'name="token"' in shown.text
        refused = await operator.log_in("wrong")
        assert refused.status_code == 401 and "set-cookie" not in refused.headers
        assert (await operator.go()).count("Log in")
        taken = await operator.log_in()
        assert taken.url.path == "/operator" and TOKEN not in taken.text
        cookie = taken.history[0].headers["set-cookie"]
        for part in ("__Host-keyturn-operator=", "HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert part in cookie
        assert "default-src 'none'" in taken.headers["content-security-policy"]
        assert "<script" not in taken.text and taken.headers["cache-control"] == "no-store"

    run(tmp_path, story)


def test_a_session_ends_by_hand_and_by_itself(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await operator.log_in()
        kept = dict(operator.browser.cookies)
        assert (await operator.browser.post("/operator/logout", data={"form_token": "0"})).status_code == 403
        await operator.go()
        assert (await operator.press("/logout")).url.path == "/operator/login"
        again = await operator.browser.get(
            "/operator", headers={"cookie": "; ".join(f"{k}={v}" for k, v in kept.items())}
        )
        assert again.url.path == "/operator/login", "a copied cookie is dead, too"
        await operator.log_in()
        await street.clock.advance(2 * 3600 + 1)
        assert "Log in" in await operator.go()

    run(tmp_path, story, **UNHURRIED)


def test_a_days_story(tmp_path: Path, database: Path | Secret) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        await street.press("unlock")
        await street.wait(20)
        street.sandbox.arm("motor_blocked", times=None)
        await street.press("lock")
        await street.wait(60)
        await operator.log_in()
        seen = await operator.go()
        assert "Grants usable: 1; lost: 0." in seen and "In 24 hours: 1 confirmed" in seen
        assert "Nuki answers." in seen
        await operator.go("/customers")
        customer_id = re.findall(r'/operator/customers/([^"/]+)"', operator.page.text)[0]
        told = await operator.go(f"/customers/{customer_id}")
        for part in (
            "Connected",
            "Door action confirmed",
            "Door action failed",
            "Webhook settled",
            "grant.connected",
        ):
            assert part in told, part
        assert told.index("Door action settled failed") < told.index("Connected"), "the latest first"
        assert customer_id in await operator.go(f"/customers?q={customer_id}")
        await street.person.go("/doors/nowhere/17/unlock")
        shown = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", street.person.text)
        assert shown and customer_id in await operator.go(f"/customers?q={shown[0].lower()}")
        assert f"Error page {shown[0]}" in await operator.go(f"/customers/{customer_id}")
        assert "Nothing here." in await operator.go("/customers?q=nobody")
        assert "settled" in await operator.go("/webhooks")
        assert "are sealed with the first key" in await operator.go("/vault")
        for secret in street.overheard.secrets:
            assert all(secret not in page for page in (told, operator.page.text))
        await operator.go("/customers/nobody", 404)
        await operator.go("/webhooks?before=what", 404)

    run(tmp_path, story, database=database)


def test_registrations_are_repaired_by_a_button(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        await street.wait(10)
        grant_id = (await street.integration.store.grants.usable())[0]
        kept = await street.integration.store.subscriptions.subscription_of(grant_id)
        assert kept is not None
        await street.integration.nuki(grant_id).webhooks.remove(kept.webhook_id)
        await operator.log_in()
        assert f"registered as {kept.webhook_id}" in await operator.go("/grants")
        assert (await operator.browser.post(f"/operator/grants/{grant_id}/repair")).status_code == 403
        assert (await operator.press("/repair")).url.path == "/operator/grants"
        made = await street.integration.store.subscriptions.subscription_of(grant_id)
        assert made is not None and made.webhook_id != kept.webhook_id
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of("Front door") in ("", "confirmed") or "confirmed" in street.person.text

    run(tmp_path, story)


def test_what_goes_wrong_at_nuki_is_said_on_the_page(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        await street.wait(10)
        await operator.log_in()
        await operator.go("/grants")
        street.sandbox.arm("service_unavailable", times=None)
        answer = await operator.press("/repair")
        assert answer.status_code in (502, 503) and "Reference for the log:" in answer.text

    run(tmp_path, story)


def test_central_webhooks_have_nothing_to_repair(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        await operator.log_in()
        assert "Webhooks are central here" in await operator.go("/grants")
        assert "Repair now" not in operator.page.text

    run(tmp_path, story, **central())


def test_events_are_sent_again_by_a_button(tmp_path: Path) -> None:
    sent: list[str] = []

    async def deliver(url: str, headers: object, body: bytes) -> int:
        sent.append(dict(headers)["webhook-id"])  # type: ignore[call-overload]
        return 200

    async def story(street: Street, operator: Operator) -> None:
        await street.integration.endpoints.register("https://127.0.0.1:9/hook?key=hush", ())
        await street.person.connect()
        await street.wait(10)
        await operator.log_in()
        shown = await operator.go("/events?state=delivered")
        assert "grant.connected" in shown and "hush" not in operator.page.text
        assert len(sent) == 1
        await operator.press("/replay")
        await street.wait(10)
        assert len(sent) == 2 and sent[0] == sent[1]

    run(tmp_path, story, deliver=deliver, notify_loopback=True)


def test_german_too(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await operator.log_in()
        seen = await operator.go("?lang=de")
        assert "Überblick" in seen and "0,0 % der Webhooks" in seen
        assert "Verbindungen" in await operator.go("/grants"), "and it stays so"

    run(tmp_path, story)


def test_a_customer_is_erased_after_a_yes(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        (grant_id,) = await street.integration.store.grants.usable()
        grant = await street.integration.store.grants.grant(grant_id)
        assert grant is not None
        await operator.log_in()
        assert "Erase this customer" in await operator.go(f"/customers/{grant.customer_id}")
        assert "Connected accounts: 1." in await operator.go(f"/customers/{grant.customer_id}/erase")
        await operator.press("/erase", sure="")
        assert "There is no way back." in operator.page.text, "without a yes it asks"
        await operator.press("/erase")
        assert operator.page.url.path == "/operator/customers"
        assert "The customer was erased." in operator.page.text
        assert grant.customer_id not in await operator.go("/customers")
        await operator.go(f"/customers/{grant.customer_id}", status=404)
        await operator.go(f"/customers/{grant.customer_id}/erase", status=404)

    run(tmp_path, story)
