"""SmartlockAuth: reading. Answers hold keypad codes in clear, as Nuki's do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.auth import AuthPage, Pagination, SmartlockAuth
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.auths.change import listed
from keyturn.sandbox.resources.call import Binding, Call, whole_number
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import Answer, json_answer

RULES = (
    Rule(
        "types is a comma-separated list; accountUserId negative means: linked to nobody.",
        Confidence.DOCUMENTED,
        "S-25",
    ),
    Rule("Pages are counted from 0 and have 100 entries unless asked.", Confidence.DOCUMENTED, "S-25"),
    Rule("A page has 1 to 1000 entries; nextPage and prevPage are paths.", Confidence.GUESSED, "S-25: a text"),
)

PAGE_SIZE = 100
PAGE_MOST = 1000
NUMBER_END = 2**31


async def list_of_device(call: Call) -> Answer:
    """``GET /smartlock/{smartlockId}/auth?types=&includeEmail=``."""
    device = call.device()
    entries = call.marked(device, device.inside.keyring.listed.values())
    return json_answer(tuple(_filtered(Query(call.request), entries)), secretive=True)


async def list_of_account(call: Call) -> Answer:
    """``GET /smartlock/auth?accountUserId=&types=``."""
    return json_answer(tuple(_filtered(Query(call.request), _of_account(call))), secretive=True)


async def page_of_account(call: Call) -> Answer:
    """``GET /smartlock/auth/paged?page=&size=&accountUserId=&types=``."""
    query = Query(call.request)
    page, size = query.number("page") or 0, query.number("size")
    size = PAGE_SIZE if size is None else size
    if not 0 <= page < NUMBER_END:
        raise ParameterRefused("page", str(page))
    if not 1 <= size <= PAGE_MOST:
        raise ParameterRefused("size", str(size))
    found = tuple(_filtered(query, _of_account(call)))
    last = (len(found) - 1) // size
    pagination = Pagination(
        total_items=len(found),
        total_pages=last + 1,
        current_page=page,
        page_size=size,
        next_page=_path(page + 1, size) if page < last else None,
        prev_page=_path(page - 1, size) if page > 0 else None,
    )
    results = found[page * size : (page + 1) * size]
    return json_answer(AuthPage(results=results, pagination=pagination), secretive=True)


async def get_one(call: Call) -> Answer:
    """``GET /smartlock/{smartlockId}/auth/{id}``."""
    return json_answer(listed(call, call.device(), call.request.parameters["id"]), secretive=True)


def _of_account(call: Call) -> Iterator[SmartlockAuth]:
    for device in call.devices():
        yield from call.marked(device, device.inside.keyring.listed.values())


def _filtered(query: Query, auths: Iterable[SmartlockAuth]) -> Iterator[SmartlockAuth]:
    user, types = query.number("accountUserId"), query.text("types")
    kinds = {whole_number("types", one.strip()) for one in types.split(",")} if types is not None else None
    for auth in auths:
        linked = user is None or (auth.account_user_id is None if user < 0 else auth.account_user_id == user)
        if linked and (kinds is None or auth.type in kinds):
            yield auth


def _path(page: int, size: int) -> str:
    return f"/smartlock/auth/paged?page={page}&size={size}"


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_SMARTLOCKS_AUTHS, list_of_account),
    (endpoints.GET_SMARTLOCKS_AUTHS_PAGINATED, page_of_account),
    (endpoints.GET_SMARTLOCK_AUTHS, list_of_device),
    (endpoints.GET_SMARTLOCK_AUTH, get_one),
)
