"""Every page. Plain HTML without scripts; whatever comes from outside is escaped."""

from __future__ import annotations

import sqlite3
import time
from html import escape
from typing import Any

from starlette.responses import HTMLResponse

from guesthouse.actions import Outcome
from guesthouse.settings import Settings
from guesthouse.store import Session
from guesthouse.trouble import Trouble

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
STYLE = (
    "body{font:1.1rem/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "a{color:#064}button,.button{font:inherit;padding:.5rem 1rem;margin:.2rem}nav a{margin-right:1rem}"
)
SCOPES = {
    "smartlock.readOnly": "to list your doors and show their state",
    "smartlock.action": "to lock and unlock when you press a button",
    "smartlock.auth": "to make codes for your keypads",
    "smartlock.log": "to show what happened at your doors",
    "webhook.central": "so that Nuki tells us whether the lock has done it",
}
STATES = {1: "locked", 2: "unlocking", 3: "unlocked", 4: "locking", 5: "unlatched", 254: "motor blocked"}


class Pages:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def page(self, title: str, body: str, *, status: int = 200, again: int | None = None) -> HTMLResponse:
        refresh = f'<meta http-equiv="refresh" content="{again}">' if again else ""
        text = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{refresh}'
            f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>{self.menu()}'
            f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
        )
        return HTMLResponse(text, status, HEADERS)

    def menu(self) -> str:
        links = {"/": "Start", "/doors": "Doors", "/actions": "Requests", **self.guidance()}
        return "<nav>" + "".join(f'<a href="{to}">{name}</a>' for to, name in links.items()) + "</nav>"

    def guidance(self) -> dict[str, str]:
        return {"/help": "Help", "/support": "Support"}

    def home(self) -> HTMLResponse:
        body = (
            "<p>Lock and unlock the doors of your guest house.</p>"
            '<p><a class="button" id="connect" href="/connect">Connect with Nuki</a></p>'
        )
        return self.page("Guest house", body)

    def doors(self, session: Session, doors: list[dict[str, Any]], events: list[sqlite3.Row]) -> HTMLResponse:
        rows = "".join(self.door(session, door) for door in doors) or "<p>No door was shared with us.</p>"
        happened = "".join(f"<li>{escape(event['told'])}</li>" for event in events)
        end = self.button(session, "/disconnect", "Disconnect and log out", {})
        return self.page("Your doors", f'{rows}<h2>Lately</h2><ul id="lately">{happened}</ul>{end}')

    def door(self, session: Session, door: dict[str, Any]) -> str:
        state = STATES.get((door.get("state") or {}).get("state", 0), "unknown")
        number = int(door["smartlockId"])
        buttons = "".join(
            self.button(session, f"/doors/{number}/{verb}", name, {}) for verb, name in self.verbs().items()
        )
        code = self.button(session, f"/doors/{number}/codes", "Make a code for the keypad", {"name": "Guest"})
        return f"<section><h2>{escape(str(door.get('name', number)))}</h2><p>{state}</p>{buttons}{code}</section>"

    def code(self, digits: str) -> HTMLResponse:
        body = (
            f"<p>The code is <strong>{digits}</strong>. Write it down: we do not keep it, and it is shown only now.</p>"
            '<p>The keypad knows it in a moment. <a href="/doors">Your doors</a></p>'
        )
        return self.page("A new code", body)

    def verbs(self) -> dict[str, str]:
        return {"unlock": "Unlock", "lock": "Lock"}

    def button(self, session: Session, to: str, name: str, fields: dict[str, str]) -> str:
        hidden = "".join(
            f'<input type="hidden" name="{key}" value="{escape(value)}">'
            for key, value in {"csrf": session.csrf, **fields}.items()
        )
        return f'<form method="post" action="{to}">{hidden}<button>{name}</button></form>'

    def outcome(self, action: sqlite3.Row, outcome: Outcome) -> HTMLResponse:
        body = (
            f'<p id="outcome" data-outcome="{outcome.word}"><strong>{outcome.word.capitalize()}.</strong> '
            f"{outcome.sentence}</p><p>Reference {action['reference']}. "
            f'<a href="/support?reference={action["reference"]}">Ask our support</a> · <a href="/doors">Doors</a></p>'
        )
        again = 2 if outcome.word in {"waiting", "unconfirmed"} else None
        return self.page(f"{action['verb'].capitalize()} a door", body, again=again)

    def latest(self, actions: list[tuple[sqlite3.Row, Outcome]]) -> HTMLResponse:
        rows = "".join(
            f'<p id="door-{action["door"]}" data-outcome="{outcome.word}"><a href="/actions/{action["reference"]}">'
            f"{action['verb'].capitalize()}</a>: {outcome.word}. {outcome.sentence}</p>"
            for action, outcome in actions
        )
        return self.page("Your last requests", rows or "<p>None yet.</p>")

    def error(self, trouble: Trouble, reference: str) -> HTMLResponse:
        body = (
            f'<p id="error">{escape(trouble.what)}</p><p id="next-step">{self.next_step(trouble)}</p>'
            f"{self.support_of(reference)}"
        )
        return self.page("That did not work", body, status=trouble.status)

    def next_step(self, trouble: Trouble) -> str:
        again = "/connect" if "onnect again" in trouble.next_step or trouble.status == 401 else "/doors"
        name = "Connect with Nuki" if again == "/connect" else "Your doors"
        return f'{escape(trouble.next_step)} <a href="{again}">{name}</a>'

    def support_of(self, reference: str) -> str:
        return (
            f'<p>Reference <code id="reference">{escape(reference)}</code>. '
            f'<a href="/support?reference={escape(reference)}">Ask our support</a></p>'
        )

    def disconnected(self) -> HTMLResponse:
        body = (
            "<p>We have deleted our access to your doors. To remove it at Nuki too, open Nuki Web, "
            'choose your account and then Integrations.</p><p><a href="/connect">Connect again</a></p>'
        )
        return self.page("Disconnected", body)

    def support(self, reference: str) -> HTMLResponse:
        about = (
            f"<p>Your reference is <code>{escape(reference)}</code>. Name it in your mail.</p>"
            if reference
            else ""
        )
        body = (
            f"<p>Write to {self.contact()}. We answer within a day, seven days a week, and speak "
            f"with Nuki ourselves where it is needed.</p>{about}"
            '<p>What we would tell Nuki about your last requests: <a href="/support/hand-over">hand-over</a>.</p>'
        )
        return self.page("Support", body)

    def contact(self) -> str:
        mail = escape(self.settings.support)
        return f'<a href="mailto:{mail}">{mail}</a>'

    def hand_over(self, actions: list[sqlite3.Row]) -> HTMLResponse:
        rows = "".join(f"<li>{self.handed_over(action)}</li>" for action in actions)
        return self.page("Hand-over to Nuki", f"<p>No secret is in it.</p><ul>{rows or '<li>nothing</li>'}</ul>")

    def handed_over(self, action: sqlite3.Row) -> str:
        at = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(action["at"]))
        return f"{at}, smartlock {action['door']}, {action['verb']}, requestId {escape(action['request_id'])}"

    def help(self) -> HTMLResponse:
        return self.page("Help", "".join(f"<h2>{title}</h2>{text}" for title, text in self.help_parts().items()))

    def help_parts(self) -> dict[str, str]:
        scopes = "".join(f"<li><code>{scope}</code>: {why}</li>" for scope, why in self.help_scopes().items())
        return {
            "What it does": f"<p>{self.help_actions()}</p><p>{self.help_devices()}</p>",
            "Connect": "<ol><li>Press “Connect with Nuki”.</li><li>Log in at Nuki and choose your doors.</li>"
            f"<li>Press Allow; you come back to your doors.</li></ol><p>We ask for:</p><ul>{scopes}</ul>",
            "Reconnect": "<p>If the connection has ended you are logged out. Connect again in the same way.</p>",
            "Disconnect": "<p>Press “Disconnect and log out” below your doors. We delete our access at once. "
            "In Nuki Web you can remove it under Integrations too.</p>",
            "Problems": "<p>“Unconfirmed” means that the lock has not answered: look at the door. "
            "“Failed” says what the lock needs. If Nuki cannot be reached, wait a minute. "
            'For all else there is <a href="/support">our support</a>.</p>',
        }

    def help_actions(self) -> str:
        return "You can lock and unlock your doors here, make codes for their keypads, and see what happened."

    def help_devices(self) -> str:
        return "It works with the Nuki Smart Lock (all generations) and the Nuki Smart Door."

    def help_scopes(self) -> dict[str, str]:
        return {scope: SCOPES[scope] for scope in self.settings.scopes}
