"""The segment tree."""

from __future__ import annotations

import pytest

from keyturn.sandbox.wire.answer import NO_CONTENT, Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import NoSuchMethod, NoSuchPath, Route, RouteTree


async def handler(request: Request) -> Answer:
    return NO_CONTENT


def tree(*declared: tuple[str, str]) -> RouteTree:
    return RouteTree(Route(f"{method} {path}", method, path, handler) for method, path in declared)


TREE = tree(
    ("GET", "/lock"),
    ("GET", "/lock/{id}"),
    ("POST", "/lock/{id}"),
    ("GET", "/lock/log"),
    ("GET", "/lock/{id}/auth/{authId}"),
    ("GET", "/lock/auth/paged"),
)


@pytest.mark.parametrize(
    ("method", "path", "name", "parameters"),
    [
        ("GET", "/lock", "GET /lock", {}),
        ("GET", "/lock/5", "GET /lock/{id}", {"id": "5"}),
        ("GET", "/lock/log", "GET /lock/log", {}),
        ("POST", "/lock/log", "POST /lock/{id}", {"id": "log"}),
        ("GET", "/lock/auth/paged", "GET /lock/auth/paged", {}),
        ("GET", "/lock/auth/auth/7", "GET /lock/{id}/auth/{authId}", {"id": "auth", "authId": "7"}),
    ],
)
def test_fixed_segments_win_and_the_walk_turns_back(
    method: str, path: str, name: str, parameters: dict[str, str]
) -> None:
    route, found = TREE.find(method, path)
    assert (route.name, found) == (name, parameters)


@pytest.mark.parametrize("path", ["", "/", "/lock/", "/lock/5/auth", "/lock/5/auth/7/8", "/LOCK"])
def test_other_paths_are_not_found(path: str) -> None:
    with pytest.raises(NoSuchPath):
        TREE.find("GET", path)


def test_a_wrong_method_lists_the_right_ones() -> None:
    with pytest.raises(NoSuchMethod) as wrong:
        TREE.find("PUT", "/lock/log")
    assert wrong.value.allowed == ("GET", "POST")


def test_a_route_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        tree(("GET", "/a/{x}"), ("GET", "/a/{y}"))
