"""A webhook in the hands of a story: held back, delivered later, changed, or signed anew."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from keyturn.nuki.webhooks import OLD_SIGNATURE_HEADER, SIGNATURE_HEADER
from keyturn.secrecy import Secret


@dataclass(frozen=True)
class Letter:
    """As it leaves."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def confirms(self) -> bool:
        """Whether it tells what became of an action."""
        return b'"requestId"' in self.body and b'"success"' in self.body

    @property
    def told(self) -> dict[str, Any]:
        """What it says."""
        told: dict[str, Any] = msgspec.json.decode(self.body)
        return told

    def signed_by(self, key: Secret) -> bool:
        """Whether its signature is made with this key."""
        return hmac.compare_digest(self.headers.get(SIGNATURE_HEADER, ""), _signature(self.body, key))

    def saying(self, **changes: object) -> Letter:
        """Other words under the signature it had; ``None`` takes a field out."""
        told = {name: value for name, value in {**self.told, **changes}.items() if value is not None}
        return replace(self, body=msgspec.json.encode(told))

    def signed(self, key: Secret) -> Letter:
        """The same words, and every signature anew, as Nuki would make them with this key."""
        old = hmac.new(key.reveal().encode(), self.body, hashlib.sha1).hexdigest()
        return self._with({SIGNATURE_HEADER: _signature(self.body, key), OLD_SIGNATURE_HEADER: old})

    def unsigned(self) -> Letter:
        """Without any signature."""
        return replace(
            self, headers={name: value for name, value in self.headers.items() if "ignature" not in name}
        )

    def half_signed(self) -> Letter:
        """The signature is right in its first half only."""
        right = self.headers[SIGNATURE_HEADER]
        half = len(right) // 2
        return self._with({SIGNATURE_HEADER: right[:half] + right[half:].translate(_OTHER_DIGITS)})

    def old_signed(self) -> Letter:
        """The undocumented second header is right, the documented one is not."""
        return self._with({SIGNATURE_HEADER: self.headers[SIGNATURE_HEADER].translate(_OTHER_DIGITS)})

    def _with(self, headers: Mapping[str, str]) -> Letter:
        return replace(self, headers={**self.headers, **headers})


_OTHER_DIGITS = str.maketrans("0123456789abcdef", "123456789abcdef0")


def _signature(body: bytes, key: Secret) -> str:
    return hmac.new(key.reveal().encode(), body, hashlib.sha256).hexdigest()
