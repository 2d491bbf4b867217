"""Talking to a sandbox that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format

DEMO = "https://localhost:8444"
"""Where the demo's sandbox is."""
Url = Annotated[
    str,
    Option("--url", metavar="URL", envvar="KEYTURN_SANDBOX_URL", help="Where the sandbox is."),
]
State = Annotated[
    Path,
    Option("--state", metavar="FOLDER", help="Folder of the development authority that vouches for it."),
]
Output = Annotated[Format, Option("--format", help="With json, one JSON object is printed.")]
STATE = Path("state")


def ask(
    url: str, state: Path, method: str, path: str, *, json: Any = None, query: dict[str, Any] | None = None
) -> Any:
    """The decoded answer of ``/_sandbox`` + ``path``. ``json``: a value, or bytes that are JSON already.

    Raises :class:`Complaint` with the sandbox's own remedy, or with how to reach one.
    """
    import asyncio

    import msgspec

    from keyturn.client import HttpTransport, errors
    from keyturn.client.wire import Request, Response

    body = None
    if method != "GET":
        body = json if isinstance(json, bytes) else msgspec.json.encode({} if json is None else json)
    pairs = tuple((name, str(value)) for name, value in (query or {}).items() if value is not None)

    async def exchange() -> Response:
        link = HttpTransport(url, ca_file=_ca_file(url, state))
        try:
            return await link.send(Request(method, f"/_sandbox{path}", query=pairs, json=body))
        finally:
            await link.aclose()

    try:
        answer = asyncio.run(exchange())
    except ValueError as wrong:
        raise Complaint(str(wrong), f"Give --url an address like {DEMO}.") from None
    except errors.NoConnection as trouble:
        raise Complaint(
            f"No sandbox answers at {url}: {trouble}",
            "Start one with `keyturn demo` or `keyturn sandbox run`, or give its address with --url. "
            "Its certificate is vouched for by the authority below --state.",
        ) from None
    except errors.ClientError as trouble:
        raise Complaint(f"The sandbox at {url} did not answer: {trouble}", "Look at what it printed.") from None
    return _read(url, answer)


def _read(url: str, answer: Any) -> Any:
    import msgspec

    try:
        body = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        body = None
    if answer.status < 300 and body is not None:
        return body
    if isinstance(body, dict) and "remedy" in body:
        raise Complaint(str(body["detail"]), str(body["remedy"]))
    raise Complaint(
        f"{url} answered {answer.status}, which is not the answer of a sandbox.",
        "Check the address given as --url.",
    )


def _ca_file(url: str, state: Path) -> Path | None:
    ca_file = state / "authority" / "ca.pem"
    if urlsplit(url).scheme != "https":
        return None
    if not ca_file.exists():
        raise Complaint(
            f"There is no development authority at {ca_file}, so {url} cannot be trusted.",
            "Give the sandbox's state folder with --state, or, if it was started with --no-tls, an http:// --url.",
        )
    return ca_file
