"""A small house of pages that a browser has to work for, and a visitor in front of it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from keyturn.checker.evidence import Canaries
from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.checker.visitor.browser.visitor import BrowserVisitor
from keyturn.checker.visitor.recording import Recording
from keyturn.secrecy import Secret

TOKEN = "a-token-nobody-should-see"
PAGES = {
    "/": '<a id="out" href="/go" target="_blank">Connect</a><p id="later"></p><script>setTimeout(() => {'
    "document.querySelector('#later').textContent = 'ready'}, 300)</script>",
    "/built": "<main></main><script>fetch('/data').then(a => a.json()).then(d => {"
    "document.querySelector('main').innerHTML = "
    "`<button onclick=\"location.href='/go'\">${d.says}</button>`})</script>",
    "/keeps": f"<p>Fine.</p><script>localStorage.setItem('kept', '{TOKEN}')</script>",
    "/breaks": "<p>Fine.</p><script>undefined_thing.call()</script>",
    "/shows": f"<p>{TOKEN}</p>",
    "/form": '<form method="post" action="/sent"><input name="who"><input type="hidden" name="token" value="1">'
    '<select name="size"><option>small<option>large</select>'
    '<button name="answer" value="no">No</button><button name="answer" value="yes">Yes</button></form>',
    "/restless": "<p>Again.</p><script>setTimeout(() => location.reload(), 20)</script>",
    "/pushed": "<script>new EventSource('/events')</script>",
    "/typed": f"<input><script>document.querySelector('input').value = '{TOKEN}'</script>",
    "/hidden": '<button style="display:none">Go</button>',
}


def house() -> Starlette:
    async def page(request: Request) -> Response:
        return HTMLResponse(f"<!doctype html><title>House</title>{PAGES[request.url.path]}")

    async def go(request: Request) -> Response:
        answer = RedirectResponse("/hop", 302)
        answer.set_cookie("way", "one-of-a-kind-session-value", httponly=True)
        answer.set_cookie("hint", "2")
        return answer

    async def hop(request: Request) -> Response:
        return RedirectResponse("/there?code=1", 303)

    async def there(request: Request) -> Response:
        return HTMLResponse(f"<p>Arrived with {len(request.cookies)} cookies.</p>")

    async def sent(request: Request) -> Response:
        return HTMLResponse(f"<p>{(await request.body()).decode().replace('&', ' ')}</p>")

    async def data(request: Request) -> Response:
        return JSONResponse({"says": "Connect on"})

    async def events(request: Request) -> Response:
        return Response(f"data: {TOKEN}\n\n", media_type="text/event-stream")

    async def silent(request: Request) -> Response:
        await asyncio.sleep(60)
        return Response()

    async def empty(request: Request) -> Response:
        return Response(status_code=502)

    async def never(request: Request) -> Response:
        return RedirectResponse(str(request.url), 302)

    moving = {
        "/go": go,
        "/hop": hop,
        "/there": there,
        "/data": data,
        "/empty": empty,
        "/events": events,
        "/silent": silent,
        "/never": never,
    }
    return Starlette(
        routes=[
            *(Route(path, page) for path in PAGES),
            *(Route(path, each) for path, each in moving.items()),
            Route("/sent", sent, methods=["POST"]),
        ]
    )


class Visit:
    """A visitor, and what it left."""

    def __init__(self, visitor: BrowserVisitor, recording: Recording, canaries: Canaries, base: str) -> None:
        self.visitor, self.recording, self.canaries, self.base = visitor, recording, canaries, base

    def ways(self) -> list[tuple[str, str, int]]:
        """The pages and redirects, in order."""
        return [
            (one.method, one.url.removeprefix(self.base), one.status)
            for one in self.recording.exchanges
            if not one.part
        ]


@contextlib.asynccontextmanager
async def visit() -> AsyncIterator[Visit]:
    with socket.create_server(("127.0.0.1", 0)) as place:
        config = uvicorn.Config(house(), log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([place]))
        base = f"http://localhost:{place.getsockname()[1]}"
        canaries = Canaries()
        canaries.plant("access_token", Secret(TOKEN))
        recording = Recording(canaries, lambda: 0.0, base)
        async with chromium() as browser:
            visitor = BrowserVisitor(browser, recording, base)
            try:
                yield Visit(visitor, recording, canaries, base)
            finally:
                await visitor.aclose()
                server.should_exit = True
                await serving
