"""The addresses: the way, what would be sent to Nuki, a running check, and one place where the buttons arrive."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from importlib import resources

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey import apply
from keyturn.cli.journey.files import understood
from keyturn.cli.journey.nuki import has_token
from keyturn.cli.journey.page.checking import Checking
from keyturn.cli.journey.page.deeds import DEEDS, Doing, Places, answers_in, mark_of, places_of_nuki
from keyturn.cli.journey.page.guard import ENTRY, Form, Guard
from keyturn.cli.journey.page.views import HERE, Said, language_of, shown, text
from keyturn.cli.journey.standing import Known, known
from keyturn.cli.journey.watch.verb import KEPT
from keyturn.journey.application import Deed
from keyturn.journey.draft import QUESTIONS, Answers
from keyturn.journey.editing import value_at
from keyturn.journey.manifest import Manifest, placeholders
from keyturn.journey.steps import APPROVED, way
from keyturn.journey.watch.round import read as read_round
from keyturn.journey.words import Words

PAPERS = ("letter.txt", "form.html", "form.pdf", "form.md", "form.json", "bundle.zip")
_MORE = "<!--more-->"


class Site:
    """``said``: what the last button came to, told once."""

    def __init__(self, places: Places, guard: Guard, checking: Checking) -> None:
        self._places, self._guard, self._checking = places, guard, checking
        self._said: Said | None = None
        self._one = threading.Lock()
        page, deed = guard.page, guard.deed
        self.app = Starlette(
            routes=[
                Route(ENTRY, guard.enter),
                Route("/", page(self.way)),
                Route("/application", page(self.application)),
                Route("/check", page(self.check)),
                Route("/check", deed(self.start), methods=["POST"]),
                Route("/papers/{name}", page(self.paper)),
                Route("/do/{deed}", deed(self.do), methods=["POST"]),
                Route("/keyturn.css", style),
                Route("/journey.css", style),
                Route("/icon.svg", style),
            ]
        )

    async def way(self, request: Request) -> Response:
        """The five steps. Without a manifest: the questions that make one."""
        said, self._said = self._said, None
        if not self._places.manifest.exists():
            return self._begin(request, said, answers_in({}))
        try:
            standing: Known = await run_in_threadpool(known, *self._places[:4])
            with understood(self._places.manifest):
                watched = read_round(KEPT)
        except Complaint as trouble:
            return self._trouble(request, trouble, said)
        manifest = self._places.manifest.read_text(encoding="utf-8")
        told = way(*standing, Words(language_of(request)))
        return shown(
            request,
            "way.html",
            way=told,
            said=said,
            watched=watched,
            form_token=self._guard.form_token,
            blanks=_blanks(standing.manifest, manifest),
            asked=has_token(),
            approved=standing.nuki.status in APPROVED,
            differences=standing.form.differences,
            checking=self._checking,
            papers=[name for name in PAPERS if (self._places.folder / name).is_file()],
        )

    async def application(self, request: Request) -> Response:
        """All that would be sent, before a yes."""
        try:
            plan = await run_in_threadpool(apply.look, *places_of_nuki(self._places))
        except Complaint as trouble:
            return self._trouble(request, trouble, None)
        return shown(
            request,
            "application.html",
            form_token=self._guard.form_token,
            rows=tuple(apply.rows(plan.manifest)) if Deed.APPLY in plan.deeds else (),
            lines=tuple(apply.to_do(plan)),
            deeds=plan.deeds,
            mark=mark_of(plan),
        )

    async def start(self, request: Request, form: Form) -> Response:
        """Begin a check, and show it."""
        with self._one:
            self._checking.start()
        return RedirectResponse("/check", 303)

    async def check(self, request: Request) -> Response:
        """The running check: the page grows with each story, and ends with it. No script is needed for that."""
        before, _, after = text(request, "check.html", checking=self._checking).partition(_MORE)

        async def growing() -> AsyncIterator[str]:
            yield before
            async for line in self._checking.follow():
                yield text(request, "line.html", line=line)
            yield text(request, "ended.html", ended=self._checking.ended) + after

        return StreamingResponse(growing(), media_type="text/html")

    async def paper(self, request: Request) -> Response:
        """One of the papers, as a file."""
        name = request.path_params["name"]
        if name not in PAPERS or not (self._places.folder / name).is_file():
            return RedirectResponse("/", 303)
        return FileResponse(self._places.folder / name, filename=name)

    async def do(self, request: Request, form: Form) -> Response:
        """A button; then back to the way, which tells what came of it."""
        doing, words = DEEDS.get(request.path_params["deed"]), Words(language_of(request))
        if doing is None:
            return RedirectResponse("/", 303)
        try:
            self._said = await run_in_threadpool(self._alone, doing, form, words)
        except (Complaint, OSError) as trouble:
            self._said = Said(tuple(str(trouble).splitlines()), bad=True, language="en")
            if request.path_params["deed"] == "begin":
                return self._begin(request, self._said, answers_in(form), 422)
        return RedirectResponse("/", 303)

    def _alone(self, doing: Doing, form: Form, words: Words) -> Said:
        with self._one:
            return doing(self._places, form, words)

    def _begin(self, request: Request, said: Said | None, answers: Answers, status: int = 200) -> Response:
        self._said = None
        return shown(
            request,
            "begin.html",
            status,
            form_token=self._guard.form_token,
            questions=QUESTIONS,
            answers=answers,
            said=said,
        )

    def _trouble(self, request: Request, trouble: Complaint, said: Said | None) -> Response:
        return shown(request, "trouble.html", 200, lines=str(trouble).splitlines(), said=said)


def _blanks(declared: Manifest, text: str) -> dict[str, str | tuple[str, ...]]:
    """What stands where something true should, if it can be answered in a field."""
    found = {}
    for key in placeholders(declared):
        with contextlib.suppress(KeyError):
            found[key] = value_at(text, key)
    return found


async def style(request: Request) -> Response:
    """The look of the product's own pages, and what these have beyond it. Open to everybody: it tells nothing."""
    name = request.url.path.removeprefix("/")
    if name == "journey.css":
        return FileResponse(HERE / name)
    kept = resources.files("keyturn.integration.web").joinpath(f"static/{name}").read_bytes()
    return Response(kept, media_type="image/svg+xml" if name.endswith("svg") else "text/css")
