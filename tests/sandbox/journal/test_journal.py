"""The journal: complete, without secrets, and the same each time."""

from __future__ import annotations

import asyncio
import base64

import msgspec
from tests.sandbox.stage import CALLBACK, FRONT, Stage

from keyturn.sandbox import Sandbox
from keyturn.sandbox.journal import redact
from keyturn.sandbox.journal.labels import Labels

VERIFIER = "a-verifier-that-is-long-enough-for-everybody"


def written(sandbox: Sandbox) -> bytes:
    return b"\n".join(entry.json() for entry in sandbox.journal)


async def busy_day(stage: Stage, secrets: list[str]) -> None:
    """Everything that carries a secret, and some that should not."""
    app, account = stage.app, stage.facts["account"]
    secrets += [app["client_secret"], account["password"], stage.facts["api_token"]]
    code = (await stage.consent(code_challenge=VERIFIER))["code"]
    tokens = (await stage.exchange(code, code_verifier=VERIFIER)).json()
    await stage.exchange(code, code_verifier=VERIFIER)
    secrets += [code, VERIFIER, tokens["access_token"], tokens["refresh_token"]]
    await stage.connect()
    secrets += [stage.access, stage.refresh]
    hook = await stage.register("DEVICE_STATUS", "DEVICE_LOGS")
    secrets.append(hook["secret"])
    await stage.call("GET", "/account", bearer=stage.facts["api_token"])
    # Secrets in places where no careful client puts them.
    await stage.call("GET", f"/smartlock?access_token={stage.access}&x={stage.refresh}")
    await stage.call("GET", f"/smartlock/{stage.access}/a-long-path-so-that-it-is-looked-at-{stage.access}-")
    await stage.call("POST", f"/smartlock/{FRONT}/action", json={"action": stage.refresh, "note": [stage.access]})
    await stage.call("POST", f"/smartlock/{FRONT}/action", json={stage.access: {"password": account["password"]}})
    await stage.call("GET", "/smartlock", bearer="a-token-nobody-gave-out")
    await stage.http.post(
        "/oauth/token",
        params={
            "grant_type": "refresh_token",
            "refresh_token": stage.refresh,
            "client_secret": app["client_secret"],
        },
        auth=(app["client_id"], app["client_secret"]),
    )
    await stage.http.post("/oauth/token", json={"client_secret": app["client_secret"]})
    await stage.http.post("/oauth/token", content=app["client_secret"])
    await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")
    await stage.clock.advance(30)
    secrets += [mail.headers["X-Nuki-Signature-SHA256"] for mail in stage.mail]
    secrets += [mail.headers["X-Nuki-Signature"] for mail in stage.mail]
    secrets.append("a-token-nobody-gave-out")


def test_no_secret_is_in_it() -> None:
    async def story() -> None:
        stage, secrets = Stage(), list[str]()
        await busy_day(stage, secrets)
        text = written(stage.sandbox).decode()
        assert len(secrets) > 14
        for number, secret in enumerate(secrets):
            assert secret not in text, f"secret number {number}"
            assert base64.b64encode(secret.encode()).decode() not in text

    asyncio.run(story())


def test_the_same_commands_give_the_same_bytes() -> None:
    async def day() -> bytes:
        stage = Stage()
        await busy_day(stage, [])
        return written(stage.sandbox)

    assert asyncio.run(day()) == asyncio.run(day())


def test_reuse_can_be_told_by_the_label() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.renew()
        await stage.renew()
        sent = [
            entry.details["body"]["refresh_token"]
            for entry in stage.sandbox.journal
            if entry.subject == "POST /oauth/token" and "refresh_token" in entry.details["body"]
        ]
        assert sent == ["refresh-token-1", "refresh-token-1"]
        token_events = [
            (entry.subject, entry.details["event"]) for entry in stage.sandbox.journal if entry.kind == "token"
        ]
        assert ("refresh-token-1", "reused") in token_events
        assert ("grant 1", "revoked") in token_events

    asyncio.run(story())


def test_a_call_is_written_down_with_its_answer() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.call("POST", f"/smartlock/{FRONT}/action/advanced", json={"action": 2})
        entry = msgspec.json.decode(list(stage.sandbox.journal)[-1].json())
        request_id = entry["answer"].pop("requestId")
        assert len(request_id) == 24
        assert entry == {
            "sequence": entry["sequence"],
            "at": "2026-01-05T08:00:00.000Z",
            "kind": "request",
            "subject": f"POST /smartlock/{FRONT}/action/advanced",
            "status": 200,
            "operation": "ActionSmartlockActionAdvanced",
            "credential": "access-token-1",
            "body": {"action": 2},
            "answer": {},
        }

    asyncio.run(story())


def test_the_redirect_is_written_down_with_its_code_hidden() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.consent()
        (location,) = [entry.details["location"] for entry in stage.sandbox.journal if "location" in entry.details]
        assert location == f"{CALLBACK}?code=code-1&state=a-state-of-one-browser"

    asyncio.run(story())


def test_bodies_that_are_no_json_are_only_measured() -> None:
    labels = Labels()
    for body in (b"{", b"\xff", b"[" * 100_000, b'"' + b"x" * 100_000 + b'"'):
        assert redact.json_body(labels, body) == f"({len(body)} bytes)"


def test_a_secret_is_found_within_a_text_also_by_a_later_process() -> None:
    first, secret = Labels(), "x" * 20 + "y" * 23
    first.of("access-token", secret)
    for labels in (first, Labels(dict(first.known), first.hints)):
        assert labels.cleaned(f"{secret}-{secret}/x{secret}!") == "access-token-1-access-token-1/xaccess-token-1!"
        assert labels.cleaned(secret[:-1]) == secret[:-1]
    first.of("password", "short")
    assert first.cleaned("short") == "password-1"
    assert first.cleaned("a short story") == "a short story"


def test_labels_go_on_where_another_process_stopped() -> None:
    first = Labels()
    assert [first.of("code", text) for text in ("a", "b", "a")] == ["code-1", "code-2", "code-1"]
    second = Labels(dict(first.known), first.hints)
    assert [second.of("code", text) for text in ("c", "b")] == ["code-3", "code-2"]
