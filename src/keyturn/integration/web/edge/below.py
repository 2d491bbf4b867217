"""An application that lies below a path of its host, and need not know it.

Inside, addresses begin at the root. On the way in the path in front is taken off, whether a proxy has left it there
or an application that mounts us; on the way out it is put before every address that leads somewhere here.
Templates put it before theirs themselves, as ``{{ root }}``.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEADING = (b"location", b"hx-redirect")


class Below:
    """``root``: the path of the public address, ``/locks`` or nothing."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_outside(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [self._outside(*header) for header in message["headers"]]}
            await send(message)

        mounted_at = scope.get("root_path", "")
        if mounted_at or self._root:
            scope = {**scope, "path": _inside(scope["path"], mounted_at, self._root), "root_path": ""}
        await self._app(scope, receive, send_outside if self._root else send)

    def _outside(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        leads_here = name.lower() in _LEADING and value.startswith(b"/") and not value.startswith(b"//")
        return (name, self._root.encode() + value) if leads_here else (name, value)


def _inside(path: str, *fronts: str) -> str:
    """The path without the first of these that is in front of it; a proxy may have taken it off already."""
    for front in filter(None, fronts):
        if path == front or path.startswith(f"{front}/"):
            return path[len(front) :] or "/"
    return path
