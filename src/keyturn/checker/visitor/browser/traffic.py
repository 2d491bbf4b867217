"""All that one window asks for and gets, written down before its page has it.

Chromium pauses every answer for us, redirects included, which Playwright's own routes never see.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keyturn.checker.evidence import Exchange
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Answer

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

ANSWER_SECONDS = 15.0
"""For a whole answer, as by HTTP."""
STILL_SECONDS = 0.1
"""A window that asks for nothing so long has finished for now."""
ASKS_SECONDS = 3.0
"""From a link or a form to the question it asks, on a busy machine."""
COOKIES_SECONDS = 1.0
"""Cookies are told beside an answer, usually before it."""
REDIRECTS = (301, 302, 303, 307, 308)
READ = ("Document", "Script", "XHR", "Fetch", "EventSource")
"""What may say something; pictures, styles and fonts pass."""
_WATCHED = [
    {"resourceType": "Document", "requestStage": "Request"},
    *({"resourceType": kind, "requestStage": "Response"} for kind in READ),
]


class Traffic:
    """Of the window whose main frame has this id."""

    def __init__(self, session: CDPSession, frame: str, recording: Recording) -> None:
        self._session, self._frame, self._recording = session, frame, recording
        self._open = set[str]()
        self._stirred, self._work = asyncio.Event(), set[asyncio.Task[None]]()
        self._cookies: defaultdict[str, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
        self._page = self._before = ""
        self.stops_at: str | None = None
        self.begin()

    def begin(self) -> None:
        """A new step: nothing has come of it yet."""
        self.stopped: str | None = None
        self.page: Exchange | None = None
        self.raw: Answer | None = None
        self.failed = ""
        self._asked = asyncio.Event()

    async def listen(self) -> None:
        """From now on."""
        self._session.on("Network.requestWillBeSent", self._sent)
        self._session.on("Network.loadingFinished", lambda event: self._over(event["requestId"]))
        self._session.on("Network.loadingFailed", self._lost)
        self._session.on("Network.responseReceivedExtraInfo", self._told)
        self._session.on("Network.eventSourceMessageReceived", lambda event: self._heard(event["data"]))
        self._session.on(
            "Network.webSocketFrameReceived", lambda event: self._heard(event["response"]["payloadData"])
        )
        self._session.on("Fetch.requestPaused", self._paused)
        await self._session.send("Network.enable")
        # Every page is loaded afresh: what stands in a cache was never seen here.
        await self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        await self._session.send("Fetch.enable", {"patterns": _WATCHED})

    def anew(self) -> None:
        """Another deed of the same step: nothing was asked for since."""
        self._asked.clear()

    async def asks(self) -> None:
        """Wait until something is asked for, as a form or a link should; in vain where a script sees to it alone."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), ASKS_SECONDS)

    async def still(self, seconds: float = STILL_SECONDS) -> None:
        """Wait until all has arrived and nothing more is asked for. Raises ``TimeoutError`` without the page itself."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while True:
                    self._stirred.clear()
                    try:
                        await asyncio.wait_for(self._stirred.wait(), seconds)
                    except TimeoutError:
                        if not self._open:
                            return
        except TimeoutError:
            if self._page in self._open:
                raise
            # Else a script keeps a request open, and the page stands there all the same.

    @property
    def is_still(self) -> bool:
        """Whether nothing is under way."""
        return not self._open

    def leave(self) -> None:
        """Hear no more."""
        for task in self._work:
            task.cancel()

    def _sent(self, event: Mapping[str, Any]) -> None:
        request, whose = event["requestId"], event["loaderId"]
        if event.get("type") == "Document" and event.get("frameId") == self._frame and request != self._page:
            self._before, self._page = self._page, request
            self._open.clear()  # what the page before it was waiting for matters no more
        if whose == self._page and event["request"]["url"].startswith("http") and event.get("type") in READ[:-1]:
            self._open.add(request)
        self._stirred.set()
        self._asked.set()

    def _lost(self, event: Mapping[str, Any]) -> None:
        if event["requestId"] == self._page:
            self.failed, self._page = event["errorText"], self._before
        self._over(event["requestId"])

    def _over(self, request: str) -> None:
        self._open.discard(request)
        self._stirred.set()

    def _told(self, event: Mapping[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        self._cookies[event["requestId"]].put_nowait(headers.get("set-cookie", ""))

    def _heard(self, pushed: str) -> None:
        self._recording.heard(pushed, "events a page listened to")

    def _paused(self, event: Mapping[str, Any]) -> None:
        task = asyncio.create_task(self._handled(event))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _handled(self, event: Mapping[str, Any]) -> None:
        from playwright.async_api import Error

        this = {"requestId": event["requestId"]}
        stop = self.stops_at
        try:
            if "responseStatusCode" in event:
                await self._answered(event)
            elif event["frameId"] == self._frame and stop and event["request"]["url"].startswith(stop):
                self.stopped = event["request"]["url"]
                await self._session.send("Fetch.fulfillRequest", {**this, "responseCode": 204})
                return
            await self._session.send("Fetch.continueRequest", this)
        except TimeoutError:
            await self._session.send("Fetch.failRequest", {**this, "errorReason": "TimedOut"})
        except Error:
            self._over(event.get("networkId", ""))  # the page went on without it

    async def _answered(self, event: Mapping[str, Any]) -> None:
        asked, status = event["request"], event["responseStatusCode"]
        headers = {one["name"].lower(): one["value"] for one in event.get("responseHeaders", ())}
        if cookies := await self._cookies_of(event.get("networkId", "")):
            headers["set-cookie"] = cookies
        leads_on = status in REDIRECTS and "location" in headers
        streams = headers.get("content-type", "").startswith("text/event-stream")
        if streams:
            self._over(event.get("networkId", ""))
        whole = not (leads_on or streams)
        answer = Answer(status, headers, await self._body(event["requestId"]) if whole else b"")
        main = event["resourceType"] == "Document" and event["frameId"] == self._frame
        made = self._recording.exchange(
            asked["method"], asked["url"], asked.get("postData", ""), answer, part=not main
        )
        if main and not leads_on:
            self.page, self.raw = made, answer

    async def _body(self, request: str) -> bytes:
        async with asyncio.timeout(ANSWER_SECONDS):
            got = await self._session.send("Fetch.getResponseBody", {"requestId": request})
        body: str = got["body"]
        return base64.b64decode(body) if got["base64Encoded"] else body.encode()

    async def _cookies_of(self, request: str) -> str:
        try:
            return await asyncio.wait_for(self._cookies[request].get(), COOKIES_SECONDS)
        except TimeoutError:
            return ""
