"""The help page speaks of everything this installation offers, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.pair.joined import Street, play

from keyturn.integration.actions.action import Kind
from keyturn.integration.errors import OperatorError
from keyturn.integration.web.help.offer import explained_as, offer_of
from keyturn.nuki.scopes import Scope


def marked(page: str, name: str) -> list[str]:
    """Every value of an attribute, in order."""
    return re.findall(rf'{name}="([^"]+)"', page)


@pytest.mark.parametrize("access", [False, True])
@pytest.mark.parametrize("activity", [False, True])
@pytest.mark.parametrize("configure", [False, True])
@pytest.mark.parametrize("language", ["en", "de"])
def test_help_is_held_to_the_settings(
    tmp_path: Path, access: bool, activity: bool, configure: bool, language: str
) -> None:
    async def story(street: Street) -> None:
        page = (await street.person.go(f"/help?lang={language}")).page
        assert page is not None
        assert page.status_code == 200
        settings = street.integration.settings
        assert marked(page.text, "data-scope") == list(settings.scopes)
        assert all(f"<code>{scope}</code>" in page.text for scope in settings.scopes)
        assert marked(page.text, "data-kind") == list(Kind)
        assert len(marked(page.text, "data-device")) == 4
        for family in ("Smart Lock", "Smart Door", "Opener", "Box"):
            assert page.text.count(f"<dt>{family}</dt>") == 1
        assert {"42", "ff", "other"} <= set(marked(page.text, "data-device-error"))
        sections = marked(page.text, '<section class="panel" id')
        for section, offered in (("codes", access), ("activity", activity), ("settings", configure)):
            assert (section in sections) == offered
        assert ('id="problem-code-limit"' in page.text) == access
        for link in re.findall(r'href="#([^"]+)"', page.text):
            assert f'id="{link}"' in page.text
        if not access:
            assert "keypad" not in street.person.text.lower()

    play(tmp_path, story, access=access, activity=activity, configure=configure)


def test_without_the_scope_for_actions_no_button_is_explained(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        offer = offer_of(street.integration.settings)
        assert offer.kinds == ()
        assert offer.devices and not any(offer.devices.values())
        assert offer.device_errors == ()
        assert "doors" not in offer.sections
        assert not [code for code in offer.problems if code.startswith("action-")]

    play(tmp_path, story, scopes=(Scope.SMARTLOCK_READ_ONLY, Scope.WEBHOOK_DECENTRAL))


def test_a_problem_leads_to_its_explanation(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.go("/nowhere")
        assert street.person.problem == "not-found"
        assert street.person.page is not None
        assert 'href="/help?problem=not-found#problem-not-found"' in street.person.page.text
        help_page = (await street.person.go("/help?problem=not-found")).page
        assert help_page is not None
        assert 'id="problem-not-found" open>' in help_page.text
        assert help_page.text.count(" open>") == 1
        offer = offer_of(street.integration.settings)
        assert {explained_as(code) for code in OperatorError.codes} == {"operator-error"}
        assert "operator-error" in offer.problems

    play(tmp_path, story)


def test_every_page_leads_to_help(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        for address in ("/", "/doors", "/support", "/help", "/connected", "/nowhere"):
            page: Any = (await street.person.go(address)).page
            assert 'href="/help"' in page.text, address

    play(tmp_path, story)
