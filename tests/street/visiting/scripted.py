"""``python -m tests.street.visiting.scripted [spoiled]``: the guest house, its pages made by a script.

Without the script a page is empty. Spoiled, the script is given the token, and keeps it in the browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "examples" / "starlette"))

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.sabotage.spoiling import newest_tokens

from guesthouse.__main__ import serve
from guesthouse.app import GuestHouse

SHELL = (
    '<!doctype html><html lang="en"><title>Guest house</title><main></main><script src="/app.js"></script></html>'
)
SCRIPT = """
const main = document.querySelector("main");
const draw = async () => {
  const page = await (await fetch(location.href, {headers: {"X-Part": "main"}})).text();
  const made = new DOMParser().parseFromString(page, "text/html").querySelector("main").innerHTML;
  if (made !== main.innerHTML) main.innerHTML = made;
  const link = document.querySelector("#connect");
  if (link) link.outerHTML = "<button id=connect onclick=\\"location.href='/connect'\\">Connect with Nuki</button>";
  if (location.pathname.startsWith("/actions")) setTimeout(draw, 400);
};
draw();
"""
KEEPS = "fetch('/token').then(a => a.text()).then(token => localStorage.setItem('nuki', token));"
DRAWN = ("/", "/doors", "/actions")


class Drawn:
    """Sends the empty page to a browser, and to its script what belongs there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        path = scope.get("path", "")
        drawn = path in DRAWN or path.startswith("/actions/")
        if scope["type"] == "http" and scope["method"] == "GET" and drawn and b"x-part" not in headers:
            await HTMLResponse(SHELL)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class ScriptedHouse(GuestHouse):
    spoiled = False

    def app(self) -> Starlette:
        made = super().app()
        made.router.routes += [Route("/app.js", self.script), Route("/token", self.token)]
        made.add_middleware(Drawn)
        return made

    async def script(self, _: Request) -> Response:
        return PlainTextResponse(SCRIPT + (KEEPS if self.spoiled else ""), media_type="text/javascript")

    async def token(self, _: Request) -> Response:
        kept = self.store.one("SELECT id FROM grants") if self.spoiled else None
        return PlainTextResponse(newest_tokens(self.store).access if kept else "")


class SpoiledHouse(ScriptedHouse):
    spoiled = True


if __name__ == "__main__":
    serve(SpoiledHouse if sys.argv[1:] == ["spoiled"] else ScriptedHouse)
