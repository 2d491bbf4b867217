"""Reports of a check, with the journal of a sandbox on which an integration really acted."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from keyturn.checker.evidence import Entry, Evidence
from keyturn.checker.report.as_json import as_json
from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.verdict import Verdict
from keyturn.checklist import CHECKLIST
from keyturn.testing import Nuki

SCOPES = "smartlock.readOnly smartlock.action webhook.decentral"
PLAIN = ("list", "lock", "unlock")


def evidence(*deeds: str, scopes: str = SCOPES) -> Evidence:
    """One story in which each deed was done: a name from ``PLAIN``, ``codes``, ``unlatch``, ``opener``, ``log``."""
    nuki = Nuki()
    grant = nuki.grant(f"{scopes} smartlock.auth smartlock.log offline_access")
    door, opener = nuki.door("Front door"), nuki.door("House entrance")
    fields = {
        "grant_type": "refresh_token",
        "refresh_token": grant.refresh_token or "",
        "client_id": nuki.client_id,
        "client_secret": nuki.client_secret.reveal(),
        "scope": scopes,
    }
    form = {"content-type": "application/x-www-form-urlencoded"}
    code = {"name": "Cleaner", "type": 13, "code": 314159, "remoteAllowed": False}
    calls = {
        "list": ("GET", "/smartlock", None),
        "lock": ("POST", f"/smartlock/{door.id}/action/lock/advanced", None),
        "unlock": ("POST", f"/smartlock/{door.id}/action/unlock/advanced", None),
        "unlatch": ("POST", f"/smartlock/{door.id}/action", {"action": 3, "option": 0}),
        "opener": ("POST", f"/smartlock/{opener.id}/action/advanced", {"action": 1, "option": 0}),
        "codes": ("PUT", f"/smartlock/{door.id}/auth", code),
        "log": ("GET", f"/smartlock/{door.id}/log", None),
    }
    for deed in deeds:
        method, path, body = calls[deed]
        answer = nuki.request(method, path, grant, json=body)
        assert answer.ok, answer.json
        nuki.advance(30)
    assert nuki.request("POST", "/oauth/token", json=urlencode(fields).encode(), headers=form).ok
    journal = []
    for told in nuki.journal:
        details = {name: value for name, value in told.items() if name not in ("sequence", "kind", "subject")}
        journal.append(Entry(told["sequence"], told["kind"], told["subject"], details))
    nuki.close()
    return Evidence(scenario="visitor_acts", redirect_uris=(), journal=tuple(journal))


def write(file: Path, *deeds: str, scopes: str = SCOPES, failed: tuple[int, ...] = ()) -> None:
    """A report in which everything passed but what ``failed``."""
    points = tuple(
        PointReport(
            number=point.number,
            slug=point.slug,
            sentence=point.sentence,
            verdict=Verdict.FAILED if point.number in failed else Verdict.PASSED,
            findings=(),
        )
        for point in CHECKLIST
    )
    told = evidence(*deeds, scopes=scopes)
    report = Report(subject="Harbour", profile="full", seed="x", points=points, evidence=(told,), seconds=1.0)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(as_json(report))
