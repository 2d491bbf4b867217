"""All that is handed on, in one zip: the report in its forms, the pictures, and the subject's description.

The description keeps of every value that may be a secret its placeholders only. A report read from a file
comes without it.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import msgspec

from keyturn.checker.report.as_html import as_html
from keyturn.checker.report.as_json import as_json
from keyturn.checker.report.as_junit import as_junit
from keyturn.checker.report.value import Report
from keyturn.checker.subject.settings import Subject

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = "(left out)"


def forms(report: Report, before: Report | None = None) -> dict[str, bytes]:
    """Each form by its file's name."""
    return {
        "report.html": as_html(report, before).encode(),
        "report.json": as_json(report),
        "junit.xml": as_junit(report),
    }


def bundle(report: Report, subject: Subject | None = None, before: Report | None = None) -> bytes:
    """The zip. The same report gives the same bytes."""
    contents = forms(report, before)
    if subject:
        contents["subject.json"] = described(subject)
    for evidence in report.evidence:
        pictures = [one.picture for one in evidence.exchanges if one.picture]
        for number, picture in enumerate(pictures, 1):
            contents[f"screenshots/{evidence.scenario}-{number:02}.jpg"] = base64.b64decode(picture)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def described(subject: Subject) -> bytes:
    """The subject's settings as JSON, without the values in which companies keep secrets."""
    told = msgspec.to_builtins(subject, str_keys=True)
    told["start"]["command"] = told["start"]["command"][:1]
    return msgspec.json.format(msgspec.json.encode(_bare(told)), indent=2)


def _bare(value: Any, secret: bool = False) -> Any:
    match value:
        case Mapping():
            return {key: _bare(inner, secret or key in ("env", "fields", "json")) for key, inner in value.items()}
        case list() | tuple():
            return [_bare(inner, secret) for inner in value]
        case _ if secret and value is not None:
            return "".join(_PLACEHOLDER.findall(str(value))) or LEFT_OUT
    return value
