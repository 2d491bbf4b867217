"""One operation of Nuki's Web API, as data."""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.scopes import Scope


@dataclass(frozen=True)
class Endpoint:
    """``name`` is the description's operation id, ``success`` the status of a good answer.

    ``any_of``: the scopes that open it; where several are listed, any one is enough (guessed: from clients that ask
    for only one), where none is, any living token (guessed). ``refusals``: the statuses documented or seen besides.
    """

    name: str
    method: str
    path: str
    any_of: tuple[Scope, ...]
    success: int
    refusals: tuple[int, ...] = ()
