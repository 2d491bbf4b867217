"""Who may reveal a secret: a list, with the destination each leaves for. A new place is a decision, made here."""

from __future__ import annotations

import ast
import pickle
from collections import Counter

import pytest
from tests.architecture.places import SOURCE, files

from keyturn.secrecy import Secret

DESTINATIONS = {
    "checker/evidence.py": "the table by which captured texts lose their secrets",
    "checker/scenarios/letter.py": "the signature of a webhook as Nuki makes it",
    "checker/scenarios/stage.py": "a keypad code for a form of the subject, which makes it at the sandbox",
    "checker/scenarios/street.py": "the environment of the subject, which needs its own client secret",
    "checker/visitor/browser/visitor.py": "the sandbox's sign-in form, filled in by a browser",
    "checker/visitor/guided/visitor.py": "the page that tells a person how to sign in at the sandbox",
    "checker/visitor/http.py": "the sandbox's sign-in form",
    "cli/api_key.py": "the terminal of whoever asked for a new key",
    "cli/demo/database.py": "the password of the demo's own PostgreSQL, told to it once",
    "cli/demo/household.py": "the environment of the demo's own children, and what whoever started it is told",
    "cli/demo/keepsakes.py": "the demo's file, mode 0600",
    "cli/journey/apply.py": "the file, mode 0600, of whoever asked for the client secret",
    "cli/journey/page/guard.py": "the cookie of the one browser that was let in",
    "cli/journey/page/serving.py": "the address that opens once, at the terminal of whoever asked for the page",
    "cli/vault.py": "the terminal of whoever asked for a new key",
    "client/transport.py": "the request to Nuki, or to our own API: Authorization header, token form",
    "integration/access/request.py": "the request to Nuki: a keypad code on its way to the lock",
    "integration/api/resources/access.py": "the answer to a key that may see digits, and asked for them",
    "integration/api/resources/endpoints.py": "a new signing secret, answered once to whoever asked for it",
    "integration/connect/pending.py": "the hash under which a state is kept",
    "integration/api/resources/customers.py": "the token of a connect link, answered to whoever asked for the link",
    "integration/connect/session.py": "the hash under which a session is kept",
    "integration/grants/vault.py": "the cipher",
    "integration/notify/signature.py": "the key of the signature under an event out",
    "integration/operator/login.py": "the operator's own cookie",
    "integration/operator/tools.py": "a connect link, shown once to the operator who asked for it",
    "integration/store/database/postgres.py": "the connection to the database, whose address holds a password",
    "integration/web/access/invites.py": "the page of the customer who asked for an invitation's code, once",
    "integration/web/access/pages.py": "the page of the customer who asked for a code's digits",
    "integration/web/connecting.py": "the state in the address of Nuki's consent page",
    "integration/web/visitor.py": "the visitor's own cookie",
    "integration/webhooks/signature.py": "the key of the signature that is verified",
    "sandbox/app/people.py": "the state file, mode 0600: the secret of an API key made there signs",
    "sandbox/app/sandbox.py": "the sandbox's facts, for whoever develops against it",
    "sandbox/resources/api_key/advanced.py": "the settings of an application Nuki said yes to",
    "sandbox/seed/seed.py": "the journal's labels, which replace the secret wherever it shows",
    "sandbox/seed/written.py": "the seed file, for whoever develops against the sandbox",
    "sandbox/webhooks/sign.py": "the key of the signature that is made",
}
MOST = {
    "cli/demo/database.py": 3,
    "cli/demo/household.py": 6,
    "sandbox/app/sandbox.py": 3,
    "sandbox/seed/seed.py": 4,
}
"""How often a file may; 2 where nothing is said."""


def reveals() -> Counter[str]:
    found: Counter[str] = Counter()
    for file in files(SOURCE, suffix=".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"reveal", "_value"}:
                found[file.relative_to(SOURCE).as_posix()] += 1
    del found["secrecy.py"]
    return found


def test_secrets_are_revealed_only_where_they_leave() -> None:
    found = reveals()
    assert found.keys() == DESTINATIONS.keys()
    assert {name: count for name, count in found.items() if count > MOST.get(name, 2)} == {}


def test_only_the_named_places_end_in_a_log_or_page() -> None:
    """A revealed value handed straight to a logger, an exception or ``print`` is a leak, wherever it stands."""
    leaks = []
    for file in files(SOURCE, suffix=".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (isinstance(node, ast.Call) and _speaks(node.func)) or isinstance(node, ast.Raise):
                inner = [
                    each for each in ast.walk(node) if isinstance(each, ast.Attribute) and each.attr == "reveal"
                ]
                leaks += [file.relative_to(SOURCE).as_posix()] if inner else []
    assert leaks == ["cli/api_key.py", "cli/vault.py"]


def _speaks(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        owner = function.value
        named = owner.id if isinstance(owner, ast.Name) else ""
        return named in {"log", "logger", "logging"} or function.attr == "echo"
    return isinstance(function, ast.Name) and function.id in {"print", "say"}


def test_a_secret_cannot_be_taken_along_by_accident() -> None:
    secret = Secret("hush")
    assert "hush" not in f"{secret} {secret!r} {[secret]} { ({'k': secret}) }"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        hash(secret)
