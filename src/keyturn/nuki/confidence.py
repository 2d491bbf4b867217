"""How sure a statement about Nuki is.

Source tags used all over this room:
``D-…`` a page of Nuki's guide on docs.nuki.io (D-int integrator, D-con concepts, D-oa2 OAuth, D-whd and D-wha
webhook types, D-whc central and decentral webhooks, D-whm webhook monitoring, D-err error codes, D-ex examples);
``S-25`` Nuki's API description, 3.13.1 to 4.10.0; ``S-20`` the same of December 2020; ``P-API`` and ``P-WH``
Nuki's PDFs "Web API V1.4.0" and "Web API Webhooks 1.1" of 2021; ``F…`` a thread of developer.nuki.io with an
answer by Nuki's staff; ``X-…`` public code or reports of other integrators.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """Ranked from sure to unsure."""

    DOCUMENTED = "documented"
    """Nuki's current guide or API description, or an older official text nothing contradicts."""
    REPORTED = "reported"
    """An answer of Nuki's staff, or seen by integrators in production."""
    GUESSED = "guessed"
    """Nowhere stated: follows by analogy, or is our choice."""


@dataclass(frozen=True)
class Rule:
    """One statement about how Nuki behaves, as a simulation of it has to make; ``source`` is a tag or a reason."""

    says: str
    confidence: Confidence
    source: str
