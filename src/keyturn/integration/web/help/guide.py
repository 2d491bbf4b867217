"""The customers' guide that a company built for itself: files of a folder, shown below ``/help`` as they are.

It takes the place of the built-in help page; its own links are relative, so that it knows no address of ours.
Serves: guided-errors, first-level-support.
"""

from __future__ import annotations

import json
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from keyturn.integration.errors import OperatorError
from keyturn.integration.web.pages import Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.theme.routes import INERT, KEPT
from keyturn.integration.web.visitor import Visitor

_KINDS = {".html": "text/html", ".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml"}
"""What a guide consists of; nothing else in its folder is shown."""


def guide_routes(pages: Pages, folder: Path) -> list[Route]:
    """Raises :class:`OperatorError` (``setting-wrong``) for a folder without a guide."""
    languages = _languages(folder)
    root = folder.resolve()

    async def choose(request: Request, services: Services, visitor: Visitor) -> Response:
        language = visitor.language if visitor.language in languages else languages[0]
        problem = request.query_params.get("problem", "")
        page = f"problems.html#problem-{problem}" if _is_code(problem) else "index.html"
        return RedirectResponse(f"/help/{language}/{page}", 303)

    async def show(request: Request) -> Response:
        file = (root / request.path_params["path"].replace("\0", "?")).resolve()
        kind = _KINDS.get(file.suffix)
        if kind is None or not file.is_relative_to(root) or not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, media_type=kind, headers=INERT if file.suffix == ".svg" else KEPT)

    return [Route("/help", pages.handler(choose)), Route("/help/{path:path}", show)]


def _languages(folder: Path) -> list[str]:
    try:
        told = json.loads((folder / "guide.json").read_bytes())["languages"]
    except (OSError, ValueError, TypeError, KeyError):
        told = []
    languages = [each for each in told if (folder / str(each) / "index.html").is_file()]
    if not languages:
        raise OperatorError(
            f"KEYTURN_GUIDE is {str(folder)!r}, and no guide is there.",
            remedy="Build one with `keyturn docs build`, and set KEYTURN_GUIDE to its folder.",
            code="setting-wrong",
        )
    return languages


def _is_code(text: str) -> bool:
    return text.replace("-", "").isalnum() and text.isascii()
