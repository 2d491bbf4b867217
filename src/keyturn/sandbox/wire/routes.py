"""The route table and the segment tree it becomes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request

Handler = Callable[[Request], Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    """``path`` as in an API description: ``/smartlock/{smartlockId}``; ``name`` is the operation."""

    name: str
    method: str
    path: str
    handler: Handler


class NoSuchPath(LookupError):
    """No route has this path."""


class NoSuchMethod(LookupError):
    """The path exists, the method does not; ``allowed`` lists those that do."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(allowed)
        self.allowed = allowed


@dataclass
class _Node:
    fixed: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


class RouteTree:
    """Finds a route in time that depends on the path's length, not on the number of routes.

    A fixed segment wins over a variable one, so ``/smartlock/log`` is not a device named "log".
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        self._whole: dict[tuple[str, str], Route] = {}
        for route in routes:
            self._add(route)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The route and its path parameters. Raises :class:`NoSuchPath` or :class:`NoSuchMethod`."""
        whole = self._whole.get((method, path))
        if whole is not None:
            return whole, {}
        allowed: set[str] = set()
        for node, values in _ends(self._root, path.split("/")[1:], 0, ()):
            found = node.routes.get(method)
            if found is not None:
                route, names = found
                return route, dict(zip(names, values, strict=True))
            allowed.update(node.routes)
        if allowed:
            raise NoSuchMethod(tuple(sorted(allowed)))
        raise NoSuchPath(path)

    def _add(self, route: Route) -> None:
        node, names = self._root, []
        for segment in route.path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.variable = node = node.variable or _Node()
            else:
                node = node.fixed.setdefault(segment, _Node())
        if route.method in node.routes:
            raise ValueError(f"{route.method} {route.path} is declared twice.")
        node.routes[route.method] = (route, tuple(names))
        if not names:
            self._whole[route.method, route.path] = route


def _ends(
    node: _Node, segments: list[str], at: int, values: tuple[str, ...]
) -> Iterator[tuple[_Node, tuple[str, ...]]]:
    if at == len(segments):
        if node.routes:
            yield node, values
        return
    segment = segments[at]
    if (fixed := node.fixed.get(segment)) is not None:
        yield from _ends(fixed, segments, at + 1, values)
    if node.variable is not None and segment:
        yield from _ends(node.variable, segments, at + 1, (*values, unquote(segment)))
