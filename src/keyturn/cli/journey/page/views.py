"""What the pages show: the same facts as the commands', in the visitor's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from keyturn.journey.words import LANGUAGES, Words

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
LANGUAGE = "keyturn-language"


@dataclass(frozen=True)
class Said:
    """What came of the last button; ``bad``: nothing was done. In English where a command said it."""

    lines: tuple[str, ...]
    bad: bool = False
    language: str = ""


def language_of(request: Request) -> str:
    """Chosen on the page, or what the browser prefers."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    wished = (
        part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")
    )
    return next((each for each in wished if each in LANGUAGES), "en")


def shown(request: Request, name: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page. The language chosen by ``?lang=`` is kept."""
    answer = HTMLResponse(text(request, name, **facts), status)
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE, language_of(request), httponly=True, samesite="strict")
    return answer


def text(request: Request, name: str, **facts: Any) -> str:
    """A page's text."""
    language = language_of(request)
    here = "/" if request.method == "POST" else request.url.path
    given = {"t": Words(language), "language": language, "languages": LANGUAGES, "here": here}
    return _templates().get_template(name).render(given | facts)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["coded"] = _coded
    return made


def _coded(sentence: str) -> Markup:
    """What stands in backticks is a command."""
    pieces: list[str] = sentence.split("`")
    pieces[1::2] = [Markup("<code>{}</code>").format(piece) for piece in pieces[1::2]]
    return Markup("").join(pieces)
