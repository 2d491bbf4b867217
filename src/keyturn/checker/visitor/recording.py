"""What a story captures while it is played: exchanges, webhooks, moments, each without secrets from the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlsplit

from msgspec.structs import replace

from keyturn.checker.evidence import Canaries, Exchange, Hook, Moment
from keyturn.checker.visitor.wire import Answer
from keyturn.secrecy import Secret

BODY_KEPT = 64 * 1024
_COOKIE = re.compile(r"(?m)^([^=;\s]+)=([^;\n]*)")
_TAG = re.compile("<[^<>]*>")
SESSION_AT_LEAST = 16
"""Characters of a cookie's value from which on it may be somebody's key."""


class Recording:
    """``elapsed`` gives seconds since the story began. ``subject_url`` tells whose pages are whose."""

    def __init__(self, canaries: Canaries, elapsed: Callable[[], float], subject_url: str) -> None:
        self._canaries, self._elapsed, self._subject_url = canaries, elapsed, subject_url
        self.exchanges: list[Exchange] = []
        self.hooks: list[Hook] = []
        self.moments: list[Moment] = []

    def exchange(
        self,
        method: str,
        url: str,
        sent: str,
        answer: Answer,
        picture: str | None = None,
        *,
        part: bool = False,
    ) -> Exchange:
        """Write down a request and its answer; what the subject shows is searched for secrets.

        ``part``: it was no page, but something a page loaded.
        """
        by = "subject" if url.startswith(self._subject_url) else "sandbox"
        place = f"{method} {urlsplit(url).path}"
        clean = self._canaries.captured
        elsewhere = by != "subject"  # at Nuki's own pages secrets are where they belong
        headers = {
            name: clean(value, f"{name} of {place}", allowed=elsewhere, way=name == "location")
            for name, value in answer.headers.items()
        }
        if "set-cookie" in headers:
            headers["set-cookie"] = _COOKIE.sub(_sized, answer.headers["set-cookie"])
        if by == "subject":
            for name, value in _COOKIE.findall(answer.headers.get("set-cookie", "")):
                # A token against forged forms stands in the forms, too.
                if len(value) >= SESSION_AT_LEAST and not re.search("csrf|xsrf", name, re.I):
                    self._canaries.plant("session_cookie", Secret(value))
        body = clean(answer.text, f"body of {place}", allowed=elsewhere)
        made = Exchange(
            at=round(self._elapsed(), 3),
            by=by,
            method=method,
            url=clean(url, f"address of {place}", allowed=elsewhere, way=True),
            status=answer.status,
            headers=headers,
            sent=clean(sent, f"form of {place}", allowed=True),
            body=body[: 0 if part else BODY_KEPT],
            picture=picture,
            part=part,
        )
        self.exchanges.append(made)
        return made

    def became(self, page: Exchange, text: str, picture: str | None) -> None:
        """What stands there in place of the text that came, now that the page's scripts have run."""
        place = f"{page.method} {urlsplit(page.url).path}"
        body = self._canaries.captured(text, f"body of {place}", allowed=page.by != "subject")[:BODY_KEPT]
        at = next(n for n, one in enumerate(self.exchanges) if one is page)
        self.exchanges[at] = replace(page, body=body, picture=picture)

    def cleaned(self) -> None:
        """Once more, for secrets that were not known yet when they were captured, and with them their pictures.

        A state is on its way before Nuki has heard of it: in the page with the link, or in the redirect's own text.
        """
        clean = partial(self._canaries.captured, way=True)
        for at, one in enumerate(self.exchanges):
            place, elsewhere = f"{one.method} {urlsplit(one.url).path}", one.by != "subject"
            url = clean(one.url, f"address of {place}", allowed=elsewhere)
            headers = {
                name: clean(value, f"{name} of {place}", allowed=elsewhere) for name, value in one.headers.items()
            }
            sent = clean(one.sent, f"form of {place}", allowed=True)
            body = clean(one.body, f"body of {place}", allowed=elsewhere)
            same = (url, sent, body) == (one.url, one.sent, one.body)
            picture = one.picture if same else None
            self.exchanges[at] = replace(one, url=url, headers=headers, sent=sent, body=body, picture=picture)

    def heard(self, text: str, place: str) -> None:
        """Search for secrets what is no page: storage, console, events."""
        self._canaries.captured(text, place)

    def is_clean(self, *texts: str) -> bool:
        """Whether no secret and no code stands in them: only then may there be a picture.

        Looked at with their tags and without, for a page may show each digit in a box of its own.
        """
        looked = (*texts, *(_TAG.sub("", text) for text in texts))
        return all(self._canaries.captured(text, "", allowed=True) == text for text in looked)

    def hook(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        status: int | None,
        trouble: str | None,
        seconds: float,
        forged: str = "",
    ) -> None:
        """Write down a webhook that left; ``forged`` says how it was falsified."""
        clean = self._canaries.captured
        self.hooks.append(
            Hook(
                at=round(self._elapsed(), 3),
                seconds=round(seconds, 4),
                url=clean(url, "address of a webhook"),
                body=clean(body.decode(errors="replace"), "webhook", allowed=True)[:BODY_KEPT],
                signed=any("signature" in name.lower() for name in headers),
                status=status,
                trouble=trouble,
                forged=forged,
            )
        )

    def moment(self, name: str, value: str, journal: int) -> None:
        """Write down that something happened."""
        shown = self._canaries.captured(value, f"moment {name}")
        self.moments.append(
            Moment(
                at=round(self._elapsed(), 3),
                name=name,
                value=shown,
                journal=journal,
                exchanges=len(self.exchanges),
            )
        )


def _sized(cookie: re.Match[str]) -> str:
    return f"{cookie[1]}=‹{len(cookie[2])} characters›" if cookie[2] else f"{cookie[1]}="
