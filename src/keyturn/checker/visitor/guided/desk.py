"""The page at which a person is asked: one task at a time, answered by a button, or seen by the sandbox itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from keyturn.checker.errors import NotPlayed
from keyturn.checker.visitor.guided.tasks import LANGUAGES, Said, Task, words

LOOK_SECONDS = 0.3
"""Between two looks at the journal."""
TEXT_AT_MOST = 20_000
FORM_AT_MOST = 4 * TEXT_AT_MOST
_HERE = ("127.0.0.1", "localhost")
_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'"
_KINDS = {"guide.css": "text/css", "guide.js": "text/javascript"}


class Desk:
    """``seconds``: how long a person may take for one task. ``ca_file``: what their browser has to trust."""

    def __init__(self, seconds: float, ca_file: Path) -> None:
        self._seconds, self._ca_file = seconds, ca_file
        self._task: Task | None = None
        self._said: asyncio.Future[Said] | None = None
        self._number = self.stories = 0
        self.app = Starlette(
            routes=[
                Route("/", self._page),
                Route("/answer", self._answer, methods=["POST"]),
                Route("/number", self._now),
                Route("/{file:str}", _file),
            ]
        )

    async def ask(self, task: Task, seen: Callable[[], bool] = lambda: False) -> Said:
        """What the person answers, or nothing once ``seen`` is true. Raises :class:`NotPlayed` when time is over."""
        said: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
        self._task, self._said, self._number = task, said, self._number + 1
        try:
            async with asyncio.timeout(self._seconds):
                while not said.done():
                    if seen():
                        return Said()
                    await asyncio.wait((said,), timeout=LOOK_SECONDS)
            return said.result()
        except TimeoutError:
            what = _Told(task, LANGUAGES[0]).title
            raise NotPlayed(f"Nobody did this within {self._seconds:.0f} seconds: {what}") from None
        finally:
            self._task, self._number = None, self._number + 1

    async def _page(self, request: Request) -> Response:
        if not _from_here(request):
            return PlainTextResponse("Open this page at 127.0.0.1.", 421)
        language = _language(request.headers.get("accept-language", ""))
        text = _template().render(
            lang=language,
            words=words(language),
            task=self._task,
            told=_Told(self._task, language) if self._task else None,
            number=self._number,
            story=max(self.stories, 1),
            ca_file=self._ca_file,
        )
        return HTMLResponse(text, headers=_headers())

    async def _answer(self, request: Request) -> Response:
        if not _from_here(request) or request.headers.get("origin", "null") not in _origins(request):
            return PlainTextResponse("An answer is given on this page only.", 403)
        form = await _form(request)
        task, said = self._task, self._said
        # An answer to a task that is over is none: the page shows the next one.
        now = task and said and not said.done() and form.get("number") == str(self._number)
        if now and task and said and (answer := form.get("answer", "")) in task.answers:
            said.set_result(Said(answer, form.get("text", "").strip()[:TEXT_AT_MOST]))
            await asyncio.sleep(2 * LOOK_SECONDS)  # the next task may be there by then
        return RedirectResponse("/", 303)

    async def _now(self, request: Request) -> Response:
        return JSONResponse({"number": self._number}, headers=_headers())


class _Told:
    """A task in a person's language."""

    def __init__(self, task: Task, language: str) -> None:
        said = words(language)
        self._values = dict(task.values)
        if action := self._values.get("action"):
            self._values["action"] = said["action"].get(action, action.replace("_", " "))
        self._text: str = said["task"][task.kind]["text"]
        self.title: str = said["task"][task.kind]["title"].format_map(self._values)
        self.labels = {one: said["answer"][one].format_map(self._values) for one in task.answers}

    def pieces(self) -> Iterator[tuple[str, str | None]]:
        """The text, cut after each value in it."""
        for plain, name, *_ in Formatter().parse(self._text):
            yield plain, self._values[name] if name else None


def _language(accepted: str) -> str:
    wished = (part.strip()[:2].lower() for part in accepted.split(","))
    return next((one for one in wished if one in LANGUAGES), LANGUAGES[0])


def _from_here(request: Request) -> bool:
    return urlsplit(f"//{request.headers.get('host', '')}").hostname in _HERE


def _origins(request: Request) -> tuple[str, str]:
    return f"http://{request.headers['host']}", "null"  # "null": a page whose referrer is kept back


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > FORM_AT_MOST:
            break
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


async def _file(request: Request) -> Response:
    name = request.path_params["file"]
    if name not in _KINDS:
        return PlainTextResponse("There is no such page.", 404)
    text = files(__package__).joinpath(f"page/{name}").read_text(encoding="utf-8")
    return Response(text, headers={**_headers(), "content-type": f"{_KINDS[name]}; charset=utf-8"})


def _headers() -> dict[str, str]:
    return {
        "content-security-policy": _POLICY,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }


@cache
def _template() -> Template:
    made = Environment(
        loader=PackageLoader(__package__ or "", "page"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("guide.html.jinja")
