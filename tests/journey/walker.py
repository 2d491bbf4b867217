"""Whoever walks the way: the commands in this process, beside a sandbox on a socket with the reviewer behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from keyturn.cli.app import app
from keyturn.cli.command import Ended
from keyturn.cli.complaint import Complaint
from keyturn.testing import NukiServer
from keyturn.testing.answer import Answer, call

HARBOUR = (
    *("--company", "Harbour Stays", "--site", "https://harbour.example", "--type", "SMART_HOME", "--description"),
    "Owners of holiday flats in Austria connect their Nuki account once. Their guests unlock the flat from the "
    "booking page during their stay, and owners see at once whether the door is locked again.",
)


class Walker:
    """One company in one folder."""

    def __init__(self, folder: Path, nuki: NukiServer, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.nuki, self._capture = folder, nuki, capture
        self.manifest = folder / "keyturn.toml"

    def says(self, *words: str, code: int = 0) -> str:
        """Everything a command writes; it must end with ``code``, and tell no secret."""
        ended, complaint = 0, ""
        self._capture.readouterr()
        try:
            app(words)
        except Complaint as wrong:
            ended, complaint = wrong.exit_code, str(wrong)
        except Ended as end:
            ended = end.exit_code
        told = self._capture.readouterr().out + complaint
        assert ended == code, told
        assert self.nuki.api_token not in told
        assert self.nuki.client_secret.reveal() not in told
        return told

    def edit(self, before: str, after: str) -> None:
        """Change the manifest by hand."""
        text = self.manifest.read_text()
        assert before in text
        self.manifest.write_text(text.replace(before, after))

    def reviewer(self, move: str, text: str = "", form: Any = None) -> dict[str, Any]:
        """Nuki's side moves."""
        asked = {"client_id": self.client_id, "move": move, "text": text, "form": form}
        answer = self.wire("POST", "/_sandbox/program", asked)
        assert answer.ok, answer.json
        told: dict[str, Any] = answer.json
        return told

    @property
    def client_id(self) -> str:
        """Of the key the company applied with."""
        keys = self.wire("GET", "/api/key").json
        return next(str(key["apiKey"]) for key in keys if key.get("description") == "Harbour Stays Doors")

    def wire(self, method: str, path: str, body: Any = None) -> Answer:
        """A call with the company's own token."""
        import asyncio

        import msgspec

        told = {"authorization": f"Bearer {self.nuki.api_token}", "content-type": "application/json"}
        content = b"" if body is None else msgspec.json.encode(body)
        story = call(self.nuki.app, method, self.nuki.url + path, told, content, self.nuki.clock.advance)
        return asyncio.run(story)
