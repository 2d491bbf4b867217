"""Who is at the browser: a cookie that only our server reads, and a token in every form."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from guesthouse.store import Session, Store
from guesthouse.trouble import Trouble


class Sessions:
    cookie = "__Host-guesthouse"

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, request: Request) -> Session | None:
        return self.store.session(request.cookies.get(self.cookie, ""))

    def connected(self, request: Request) -> tuple[Session, str]:
        """The session and its grant. Raises ``Trouble`` when there is none."""
        session = self.of(request)
        if session is None or session.grant_id is None:
            raise Trouble(401, "You are not connected with Nuki.", "Connect, and your doors are here.")
        return session, session.grant_id

    def remember(self, response: Response, session: Session) -> Response:
        response.set_cookie(self.cookie, session.id, secure=True, httponly=True, samesite="lax", path="/")
        return response

    async def check_form(self, request: Request, session: Session) -> dict[str, str]:
        """The form's fields, if the form is ours."""
        fields = {key: values[0] for key, values in parse_qs((await request.body()).decode("latin-1")).items()}
        if not hmac.compare_digest(fields.get("csrf", "").encode(), session.csrf.encode()):
            raise Trouble(403, "This form is too old.", "Go back, load the page again and repeat it.")
        return fields
