"""The way walked on pages: from nothing to released, a refusal and a difference on the way."""

from __future__ import annotations

import json

from tests.journey import reports
from tests.journey.page.browser import Browser, aside, play
from tests.journey.walker import HARBOUR, Walker

ANSWERS = {"company": HARBOUR[1], "site": HARBOUR[3], "type": HARBOUR[5], "description": HARBOUR[7]}


def test_from_nothing_to_released(walker: Walker) -> None:
    walker.manifest.unlink()
    reports.write(walker.folder / "state/check.json", *reports.PLAIN, "unlatch")

    async def story(browser: Browser) -> None:
        assert "What do you want to connect?" in await browser.enter()
        told = await browser.press("/do/begin", **ANSWERS | {"country": "Austria"})
        assert "'Austria' is no country" in told and "Harbour Stays" in browser.page.text
        assert not walker.manifest.exists()
        assert "is written" in await browser.press("/do/begin", **ANSWERS | {"country": "AT"})

        told = await browser.go("/application")
        assert "Target market: AT." in told and "make an API key" in told
        walker.edit("holiday flats", "mountain huts")
        assert "Nothing was sent" in await browser.press("/do/send")
        assert len((await aside(walker.wire, "GET", "/api/key")).json) == 1
        await browser.go("/application")
        assert "Nuki shows APPLIED" in await browser.press("/do/send")
        await aside(walker.reviewer, "refuse", "Which countries?")
        assert "refused or taken back" in await browser.go("/")
        await browser.go("/application")
        await browser.press("/do/send")
        await aside(walker.reviewer, "approve")

        assert "actions.unlatch" in await browser.go("/")
        assert "three words" in await browser.press("/do/explain", reason="because")
        assert "actions.unlatch is explained" in await browser.press(
            "/do/explain", reason="for owners only, for now"
        )
        assert "is sealed" not in await browser.press("/do/secret")
        assert "The client secret is in state/client-secret" in browser.text
        secret = (walker.folder / "state/client-secret").read_text()
        assert secret not in browser.page.text
        assert "letter.txt" in await browser.press("/do/papers") and "Send letter.txt" in browser.text
        assert "for owners only, for now" in await browser.go("/papers/letter.txt")
        await browser.go("/")
        assert "Not yet: Nuki shows TESTING, not ACTIVE." in await browser.press("/do/release")
        form = json.loads((walker.folder / "form/form.json").read_text())["form"]
        await aside(walker.reviewer, "submit", "", form)
        await aside(walker.reviewer, "release")
        await browser.go("/")
        assert "The release is recorded" in await browser.press("/do/release")
        assert "Nothing: the integration is released" in await browser.go("/")
        assert (await aside(walker.says, "status")).count("[x]") == 5

    play(walker, story)


def test_missing_answers_are_filled_in_all_or_none(walker: Walker) -> None:
    walker.says("init", "--yes", "--force")
    before = walker.manifest.read_text()

    async def story(browser: Browser) -> None:
        assert "Missing in the manifest" in await browser.enter()
        assert "Nothing was changed" in await browser.press("/do/answer")
        site = {"urls.site": "nonsense", "company.name": "Harbour Stays"}
        assert "is no public https address" in await browser.press("/do/answer", **site)
        assert walker.manifest.read_text() == before
        await browser.go("/")
        assert "has no company.nam" in await browser.press("/do/answer", **{"company.nam": "x"})
        told = await browser.press("/do/answer", **{"company.name": "Harbour Stays"})
        assert "is changed" in told and "company.name" not in told
        assert 'name = "Harbour Stays"' in walker.manifest.read_text()

    play(walker, story)


def test_a_manifest_that_changes_meanwhile_is_left_alone(walker: Walker) -> None:
    walker.says("init", "--yes", "--force")
    walker.edit("shows your doors, and whether", "replace-me, and whether")

    async def story(browser: Browser) -> None:
        await browser.enter()
        assert "oauth.scopes" in browser.text and 'name="oauth.scopes"' not in browser.page.text
        shown = browser.page
        walker.manifest.write_text("[company")
        assert "no TOML" in await browser.press("/do/answer", **{"company.name": "Harbour Stays"})
        assert walker.manifest.read_text() == "[company"
        walker.manifest.unlink()
        browser.page = shown
        assert "What do you want to connect?" in await browser.press("/do/answer", **{"company.name": "Harbour"})
        assert "keyturn.toml" in browser.text and not walker.manifest.exists()

    play(walker, story)


def test_in_german_and_kept(walker: Walker) -> None:
    async def story(browser: Browser) -> None:
        await browser.enter()
        assert "Als Nächstes: Den Antrag mit" in await browser.go("/?lang=de")
        assert "Geräte zum Testen" in await browser.go("/") and 'lang="de"' in browser.page.text
        assert "Was an Nuki ginge" in await browser.go("/application")
        assert "Noch nicht:" in await _released(browser)
        assert "Next:" in await browser.go("/?lang=en")
        other = browser.another()
        other.cookies = browser.client.cookies
        other.cookies.delete("keyturn-language")
        page = await other.get("/", headers={"accept-language": "fr,de-AT;q=0.8,en;q=0.5"})
        assert "Als Nächstes" in page.text
        await other.aclose()

    play(walker, story)


async def _released(browser: Browser) -> str:
    await browser.go("/")
    return await browser.press("/do/release")


def test_what_cannot_be_read_is_said_on_the_page(walker: Walker) -> None:
    walker.manifest.write_text("[company")

    async def story(browser: Browser) -> None:
        assert "no TOML" in await browser.enter() and "Look again" in browser.text
        assert "no TOML" in await browser.go("/application")

    play(walker, story)


def test_html_in_the_manifest_and_in_reasons_is_text(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN, "unlatch")
    walker.edit("Harbour Stays Doors", "<script>alert(1)</script>")

    async def story(browser: Browser) -> None:
        await browser.enter()
        await browser.press("/do/explain", reason='"><script>alert(2)</script> for owners only')
        assert "<script" not in browser.page.text
        await browser.go("/application")
        assert "<script" not in browser.page.text

    play(walker, story)


def test_warnings_of_the_last_round_stand_on_top(walker: Walker) -> None:
    walker.says("watch", "--once", code=1)

    async def story(browser: Browser) -> None:
        told = await browser.enter()
        assert "Warnings, 2" in told and "Nuki shows INACTIVE, not ACTIVE." in told
        assert "Nuki zeigt INACTIVE, nicht ACTIVE." in await browser.go("/?lang=de")

    play(walker, story)
