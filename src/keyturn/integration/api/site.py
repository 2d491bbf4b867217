"""The ASGI application of the API: who asks, what for, whether for the first time; then the operation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from keyturn.integration.api import openapi, problems
from keyturn.integration.api.operation import Call, Operation
from keyturn.integration.api.resources.table import OPERATIONS
from keyturn.integration.api.services import ApiServices
from keyturn.integration.errors import CallRefused, IntegrationError
from keyturn.integration.partners.key import ApiKey, key_of

PREFIX = "/v1"
LARGEST_BODY = 64 * 1024


def mounted(services: ApiServices) -> Mount:
    """The application under ``PREFIX``: whatever follows it, a line break too, is answered by a problem document."""
    mount = Mount(PREFIX, app=api(services))
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


def api(services: ApiServices) -> Starlette:
    """The application, to be mounted at ``PREFIX``."""
    document = msgspec.json.encode(openapi.document(OPERATIONS, services.base_url + PREFIX))

    async def describe(request: Request) -> Response:
        return Response(document, media_type="application/json")

    routes = [Route("/openapi.json", describe)]
    routes += [Route(each.path, _handler(each, services), methods=[each.method]) for each in OPERATIONS]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _unmatched(services)})
    app.router.redirect_slashes = False  # such a redirect would lead to whatever host the request names
    return app


def _handler(operation: Operation, services: ApiServices) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            return await _answer(operation, services, request)
        except Exception as error:
            return await problems.answer(request, error, services.desk)

    return handle


async def _answer(operation: Operation, services: ApiServices, request: Request) -> Response:
    key = await services.keys.check(*key_of(request.headers.get("authorization")))
    if operation.scope not in key.scopes:
        raise CallRefused(f"The key {key.key_id} lacks the scope {operation.scope}.", code="key-scope-missing")
    body = await _body(request)
    call = _call(operation, services, key, request, body)
    name = request.headers.get("idempotency-key") if operation.method == "POST" else None
    if name is None:
        return await _run(operation, call)
    target = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    earlier = await services.repeats.begin(key.key_id, name, hashlib.sha256(target + body).hexdigest())
    if earlier is not None:
        return Response(earlier[1], earlier[0], {"Idempotent-Replayed": "true"}, operation.media_type)
    try:
        response = await _run(operation, call)
    except IntegrationError:
        # Nothing was carried out, so the same may be asked again. After any other error that is not known.
        await services.repeats.forget(key.key_id, name)
        raise
    await services.repeats.keep(key.key_id, name, response.status_code, bytes(response.body))
    return response


def _call(operation: Operation, services: ApiServices, key: ApiKey, request: Request, body: bytes) -> Call:
    query = dict(request.query_params)
    if strange := sorted(query.keys() - {ask.name for ask in operation.asks}):
        raise CallRefused(f"There is no query parameter {strange[0]!r} here.", code="bad-request")
    # PostgreSQL keeps no such text, and no id of ours holds it.
    if any("\0" in value for value in (*query.values(), *request.path_params.values())):
        raise CallRefused("The address holds a zero byte.", code="bad-request")
    taken = None
    if operation.takes is not None:
        try:
            taken = msgspec.json.decode(body or b"{}", type=operation.takes)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise CallRefused(f"The body: {wrong}", code="bad-request") from None
    return Call(
        services=services, key=key, path=request.path_params, query=query, headers=request.headers, body=taken
    )


async def _run(operation: Operation, call: Call) -> Response:
    answer = await operation.run(call)
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status_code=204)
    return Response(msgspec.json.encode(answer), operation.status, media_type=operation.media_type)


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise CallRefused("The body has more than 64 KiB.", code="body-too-large")
    return body


def _unmatched(services: ApiServices) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code == 405:
            refused = CallRefused("No such method here.", code="no-such-method")
        else:
            refused = CallRefused("There is no such address.", code="unknown-resource")
        return await problems.answer(request, refused, services.desk)

    return handle
