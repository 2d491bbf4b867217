"""What failed, and the cases of those who ask about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from keyturn.company.caller import Caller, in_path
from keyturn.company.shapes import Case, HandedOver, Mishap

_CASES = ("support", "cases")


class Support(Caller):
    """For the company's desk."""

    async def get_mishap(self, reference: str) -> Mishap:
        """What failed, by the reference that was shown, and what to make of it."""
        return await self._read(Mishap, "GET", in_path("support", "mishaps", reference))

    def list_cases(self, state: str | None = None, customer_id: str | None = None) -> AsyncIterator[Case]:
        """Support cases, the oldest first."""
        return self._each(Case, in_path(*_CASES), state=state, customer_id=customer_id)

    async def open_case(
        self,
        text: str,
        *,
        reference: str = "",
        contact: str = "",
        customer_id: str | None = None,
        once: str | None = None,
    ) -> Case:
        """A new case; the one there is, if its reference has one."""
        body = {"text": text, "reference": reference, "contact": contact, "customer_id": customer_id}
        return await self._make(Case, in_path(*_CASES), body, once=once)

    async def get_case(self, case_id: str) -> Case:
        """One case with its story."""
        return await self._read(Case, "GET", in_path(*_CASES, case_id))

    async def add_word(
        self,
        case_id: str,
        event: Literal["customer_wrote", "desk_asked", "nuki_answered", "solved"],
        note: str,
    ) -> Case:
        """What happened to a case; the customer reads the notes of ``desk_asked`` and ``solved``."""
        return await self._make(Case, in_path(*_CASES, case_id, "words"), {"event": event, "note": note})

    async def hand_over(self, case_id: str, summary: str = "") -> HandedOver:
        """Hand a case to Nuki: the bundle, and a letter to read and send. ``summary`` is in English."""
        return await self._make(HandedOver, in_path(*_CASES, case_id, "hand-over"), {"summary": summary})
