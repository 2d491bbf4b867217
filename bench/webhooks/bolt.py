"""Slack Bolt behind the same server: a signed event is verified, handed to its listener and answered. It keeps nothing.

Run by the virtual environment of the peer: ``python bolt.py PORT``; the signing secret is in ``BOLT_SECRET``.
"""

# mypy: ignore-errors
# The peer is installed in an environment of its own.

from __future__ import annotations

import os
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def authorize(**_: Any) -> AuthorizeResult:
    """Without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-none", bot_id="B1", bot_user_id="U0")


bolt = AsyncApp(signing_secret=os.environ["BOLT_SECRET"], authorize=authorize)


@bolt.event("reaction_added")
async def listen() -> None:
    """Nothing is done, nothing is kept."""


handler = AsyncSlackRequestHandler(bolt)


async def events(request: Request) -> Response:
    """The address Slack would send to."""
    return await handler.handle(request)


app = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])

if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, proxy_headers=False
    )
