"""What monitoring sees: ready or not, and figures that follow what happens, for who has the token."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pair.joined import OURS, Street, play

from keyturn.secrecy import Secret

TOKEN = "operator-token-of-at-least-32-characters"


async def scrape(street: Street) -> str:
    await street.clock.advance(10)
    answer = await street.person.browser.get(OURS + "/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.text


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert found, f"{name} is not in:\n{text}"
    return float(found[1])


def test_figures_follow_what_happens(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await scrape(street)
        await street.press("unlock")
        await street.wait(20)
        await street.clock.advance(3600)  # the token dies, or is renewed early
        text = await scrape(street)
        assert value(text, 'keyturn_grants{state="active"}') == 1
        assert value(text, 'keyturn_actions_last_day{kind="unlock",state="confirmed"}') == 1
        assert value(text, "keyturn_actions_waiting") == 0
        assert value(text, "keyturn_action_confirmation_seconds_count") == 1
        assert 0 < value(text, "keyturn_action_confirmation_seconds_sum") < 30
        assert value(text, 'keyturn_webhooks_total{outcome="accepted"}') >= 1
        assert value(text, "keyturn_webhook_intake_seconds_count") >= 1
        assert value(text, 'keyturn_renewals_total{outcome="renewed"}') == 1
        assert value(text, 'keyturn_nuki_circuit{state="closed"}') == 1
        assert value(text, 'keyturn_nuki_call_seconds_count{group="smartlock",status="200"}') == 3
        assert value(text, 'keyturn_nuki_call_seconds_count{group="decentralWebhook",status="200"}') == 2
        assert value(text, 'keyturn_vault_sealed{key_id="k1"}') > 2
        assert value(text, 'keyturn_vault_sealed{key_id="other"}') == 0
        assert value(text, "keyturn_inbox_waiting") == 0
        assert value(text, "keyturn_webhook_failed_ratio") == 0
        assert not [secret for secret in street.overheard.secrets if secret in text]

    play(tmp_path, story, operator_token=Secret(TOKEN))


def test_what_is_refused_is_counted_by_what_it_was(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        browser = street.person.browser
        await street.press("unlock")
        await street.wait(20)
        genuine = street.post.carried[-1][0]
        assert (await browser.post(OURS + "/webhooks/nuki/nowhere", content=b"{}")).status_code == 404
        assert (await browser.post(genuine, content=b"{}")).status_code == 401
        text = await scrape(street)
        assert value(text, 'keyturn_webhooks_total{outcome="unknown"}') == 1
        assert value(text, 'keyturn_webhooks_total{outcome="refused"}') == 1

    play(tmp_path, story, operator_token=Secret(TOKEN))


def test_without_a_token_there_are_no_figures(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        browser = street.person.browser
        assert (await browser.get(OURS + "/metrics")).status_code == 404
        assert (await browser.get(OURS + "/operator")).status_code == 404
        ready = await browser.get(OURS + "/readyz")
        assert ready.status_code == 200 and ready.json()["ready"] is True
        assert ready.headers["cache-control"] == "no-store"
        assert (await browser.get(OURS + "/healthz")).text == "ok"

    play(tmp_path, story)


def test_the_token_is_asked_for(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        browser = street.person.browser
        for sent in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}):
            answer = await browser.get(OURS + "/metrics", headers=sent)
            assert answer.status_code == 401 and "keyturn_" not in answer.text
        assert (await browser.get(f"{OURS}/metrics?token={TOKEN}")).status_code == 401

    play(tmp_path, story, operator_token=Secret(TOKEN))


def test_a_database_that_went_away_takes_the_process_out_of_the_balance(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        async def gone() -> tuple[int, int]:
            raise OSError("no route to db.internal")

        street.integration.store.figures.schema = gone  # type: ignore[method-assign]
        answer = await street.person.browser.get(OURS + "/readyz")
        assert answer.status_code == 503
        assert answer.json() == {
            "ready": False,
            "parts": {"database": "not ready", "migrations": "not ready", "vault": "ok"},
        }
        assert (await street.person.browser.get(OURS + "/healthz")).status_code == 200

    play(tmp_path, story)
