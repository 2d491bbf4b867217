"""Each seeded mistake is named by its key, alone, with a mend."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest

from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.runner import Wish, prepared

TODAY = date(2026, 6, 1)
GOOD = """
name = "Doors"
url = "https://localhost:{port}"
devices = [4]
[start]
command = ["python", "app.py"]
ready = "/"
[start.env]
NUKI = "{sandbox_url}"
ID = "{client_id}"
SECRET = "{client_secret}"
[application]
redirect_uris = ["{url}/callback"]
scopes = ["smartlock.readOnly", "smartlock.action", "webhook.decentral"]
[connect]
page = "/"
link = 'a[href="/connect"]'
[act.unlock]
page = "/doors"
form = 'form[action$="/{smartlock_id}/unlock"]'
[outcome]
page = "/doors"
css = "#door"
waiting = ["asked"]
confirmed = ["done"]
[[expected_failures]]
condition = "state_is_random"
reason = "Mended next week."
until = 2026-12-31
"""
MISTAKES = {
    "a comma too few": ("[4]", "[4", "SUBJECT.toml"),
    "unknown key": ("ready =", "redy =", "start.redy"),
    "missing key": ('name = "Doors"', "", "name"),
    "wrong kind": ("devices = [4]", 'devices = "4"', "devices"),
    "unknown way": ('name = "Doors"', 'name = "Doors"\nway = "magic"', "way"),
    "steps without a browser": ("""link = 'a[href="/connect"]'""", 'steps = [{ click = "a" }]', "connect"),
    "a post in a browser": (
        """name = "Doors"\n""",
        """name = "Doors"\nway = "browser"\nhelp = { post = "/help" }\n""",
        "help",
    ),
    "a step that does two things": (
        """name = "Doors"\n""",
        """name = "Doors"\nway = "browser"\nhelp = { steps = [{ click = "a", goto = "/" }] }\n""",
        "help.steps",
    ),
    "unknown placeholder": ('"{client_id}"', '"{client_id}{cleint}"', "start"),
    "unknown placeholder in a button": ("{smartlock_id}", "{lock}", "act.unlock"),
    "no such program": ('"python", ', '"pithon", ', "start.command"),
    "no program": ('["python", "app.py"]', "[]", "start.command"),
    "no such folder": ("ready =", 'folder = "nowhere"\nready =', "start.folder"),
    "patience": ("ready =", "seconds = 0\nready =", "start.seconds"),
    "url not https": ("https://localhost", "http://localhost", "url"),
    "url elsewhere": ("https://localhost", "https://doors.example", "url"),
    "redirect not https": ('"{url}/callback"', '"http://localhost:8443/callback"', "application.redirect_uris"),
    "redirect elsewhere": ('"{url}/callback"', '"https://doors.example/callback"', "application.redirect_uris"),
    "redirect with a star": ('"{url}/callback"', '"{url}/*"', "application.redirect_uris"),
    "no redirect": ('["{url}/callback"]', "[]", "application.redirect_uris"),
    "webhook not https": (
        "scopes =",
        'webhook_url = "http://localhost/hook"\nscopes =',
        "application.webhook_url",
    ),
    "central without address": ("webhook.decentral", "webhook.central", "application.webhook_url"),
    "unknown scope": ('"smartlock.readOnly"', '"smartlock.read"', "application.scopes"),
    "scope missing for a button": ('"smartlock.action", ', "", "application.scopes"),
    "no webhook scope": (', "webhook.decentral"', "", "application.scopes"),
    "unknown feature": ("scopes =", 'features = ["DOORS"]\nscopes =', "application.features"),
    "unknown device": ("[4]", "[9]", "devices"),
    "unknown other action": ("devices = [4]", 'devices = [4]\nactions = ["knock"]', "actions"),
    "unknown action": ("act.unlock", "act.explode", "act"),
    "bad selector": ('a[href="/connect"]', "a > b", "connect.link"),
    "bad outcome selector": ('"#door"', '"#"', "outcome.css"),
    "bad regex": ('css = "#door"', "regex = '(done'", "outcome.regex"),
    "bad pointer": ('css = "#door"', 'pointer = "doors/0"', "outcome.pointer"),
    "two ways to read": ('css = "#door"', 'css = "#door"\nregex = "x"', "outcome"),
    "no word for done": ('confirmed = ["done"]', "", "outcome.confirmed"),
    "waits too long": ('css = "#door"', 'css = "#door"\nseconds = 300', "outcome.seconds"),
    "waits no time": ('css = "#door"', 'css = "#door"\nseconds = 0', "outcome.seconds"),
    "bad events selector": ("[[expected", '[events]\npage = "/"\ncss = "li >"\n[[expected', "events.css"),
    "events without a place": ("[[expected", '[events]\npage = "/"\n[[expected', "events.css"),
    "hand-over pressed by nothing": ("[[expected", '[hand_over]\npage = "/"\n[[expected', "hand_over"),
    "a button pressed twice": ("link = ", 'get = "/c"\nlink = ', "connect"),
    "past excuse": ("2026-12-31", "2026-05-31", "expected_failures.until"),
    "excuse for nothing": ("state_is_random", "state_is_rondom", "expected_failures.condition"),
    "not pointed at the sandbox": ('NUKI = "{sandbox_url}"', "", "start.env"),
    "secret on the command line": ('"app.py"', '"app.py", "{client_secret}"', "start.command"),
    "ready is no path": ('ready = "/"', 'ready = "up"', "start.ready"),
}


def told(tmp_path: Path, text: str) -> tuple[Wrong, ...]:
    file = tmp_path / "SUBJECT.toml"
    file.write_text(text)
    try:
        prepared(file, Wish(), TODAY)
    except SubjectWrong as wrong:
        return wrong.wrongs
    return ()


def test_a_good_file_flies(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_mend(tmp_path: Path, name: str) -> None:
    before, after, key = MISTAKES[name]
    assert before in GOOD
    found = told(tmp_path, GOOD.replace(before, after, 1))
    assert [wrong.key for wrong in found] == [key], found
    assert found[0].mend and found[0].value


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        text = GOOD.replace("{port}", str(other.getsockname()[1]), 1)
        found = told(tmp_path, text)
    assert [wrong.key for wrong in found] == ["url"] and found[0].line == 3


def test_a_stand_in_needs_no_address_and_the_http_way(tmp_path: Path) -> None:
    fixed = GOOD.replace('NUKI = "{sandbox_url}"\n', "").replace(
        'ready = "/"', 'ready = "/"\nstands_in_for = "api.nuki.io"'
    )
    assert told(tmp_path, fixed) == ()
    found = told(tmp_path, fixed.replace('name = "Doors"', 'name = "Doors"\nway = "browser"'))
    assert "start.stands_in_for" in [wrong.key for wrong in found]
