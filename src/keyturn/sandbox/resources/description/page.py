"""The document as a page: every operation with its scopes, parameters and answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from keyturn.nuki.shapes import SHAPES
from keyturn.sandbox.resources.description.document import VERSION, document, encoded
from keyturn.sandbox.wire.answer import HTML, JSON, Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route

DOCUMENT_PATH = "/static/swagger/swagger.json"
"""Where Nuki serves its own (documented: P-API, S-25)."""
_HERE = Path(__file__).parent
_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-cache"),
)


async def get_document(request: Request) -> Answer:
    """``GET /static/swagger/swagger.json``."""
    return Answer(200, encoded(), JSON, ((b"access-control-allow-origin", b"*"),))


async def get_page(request: Request) -> Answer:
    """``GET /`` and ``GET /_sandbox/api``."""
    return Answer(200, _page(), HTML, _HEADERS)


async def get_style(request: Request) -> Answer:
    """``GET /_sandbox/api.css``."""
    style = (_HERE / "static" / "api.css").read_bytes()
    return Answer(200, style, b"text/css; charset=utf-8", ((b"cache-control", b"no-cache"),))


@cache
def _page() -> bytes:
    # Loaded with the first look at the page: a sandbox is to be there at once.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    paths = document()["paths"]
    groups = [
        (name, [(endpoint, paths[endpoint.path][endpoint.method.lower()]) for endpoint in members])
        for name, members in SHAPES.items()
    ]
    schemas = document()["components"]["schemas"]
    template = templates.get_template("api.html")
    text = template.render(
        version=VERSION,
        document=DOCUMENT_PATH,
        groups=groups,
        count=sum(len(members) for _, members in groups),
        schemas={name: _fields(schemas[name]) for name in sorted(schemas)},
        named=_named,
    )
    return text.encode()


def _fields(schema: dict[str, Any]) -> list[tuple[str, str, bool]]:
    required = schema.get("required", ())
    fields: dict[str, Any] = schema.get("properties", {})
    return [(name, _named(inner), name in required) for name, inner in fields.items()]


def _named(schema: dict[str, Any]) -> str:
    # One line for a schema: a model's name, a list, a type with what it is bound to.
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return _named(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if schema.get("type") == "array":
        items = schema.get("items")
        return f"list of {_named(items)}" if isinstance(items, dict) else "list"
    if "enum" in schema:
        return ", ".join(msgspec.json.encode(each).decode() for each in schema["enum"])
    return " ".join(str(schema[key]) for key in ("type", "format") if key in schema) or "anything"


def routes() -> tuple[Route, ...]:
    """Theirs; none of them needs a token."""
    return (
        Route("description", "GET", DOCUMENT_PATH, get_document),
        Route("description-page", "GET", "/", get_page),
        Route("description-page", "GET", "/_sandbox/api", get_page),
        Route("description-style", "GET", "/_sandbox/api.css", get_style),
    )
