"""Shapes of authorizations and of the activity log."""

from __future__ import annotations

from datetime import datetime

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import auth as body
from keyturn.nuki.models.action import AdvancedReceipt
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.shapes.shape import Shape, Shapes

_AUTHS = tuple[body.SmartlockAuth, ...]
_LOGS = tuple[SmartlockLog, ...]

AUTH_SHAPES: Shapes = {
    at.GET_SMARTLOCKS_AUTHS: Shape(
        "Authorizations on all devices.", gives=_AUTHS, query=(("accountUserId", int), ("types", str))
    ),
    at.GET_SMARTLOCKS_AUTHS_PAGINATED: Shape(
        "The same, page by page.",
        gives=body.AuthPage,
        query=(("page", int), ("size", int), ("accountUserId", int), ("types", str)),
    ),
    at.PUT_SMARTLOCKS_AUTHS: Shape("Give an authorization on several devices.", takes=body.AuthsCreate),
    at.POST_SMARTLOCKS_AUTHS: Shape("Change several authorizations.", takes=tuple[body.AuthMultiUpdate, ...]),
    at.DELETE_SMARTLOCKS_AUTHS: Shape("Take several authorizations away, by their ids.", takes=tuple[str, ...]),
    at.PUT_SMARTLOCK_AUTHS_ADVANCED: Shape(
        "Invite an app user to several devices; a webhook brings the invite code.",
        takes=body.AuthsAdvancedCreate,
        gives=AdvancedReceipt,
    ),
    at.GET_SMARTLOCK_AUTHS: Shape(
        "Authorizations on one device.", gives=_AUTHS, query=(("types", str), ("includeEmail", bool))
    ),
    at.PUT_SMARTLOCK_AUTHS: Shape("Give an authorization on one device.", takes=body.AuthCreate),
    at.POST_SMARTLOCK_AUTH_WITH_SHARED_KEY: Shape(
        "Give an app authorization with a shared key.", takes=body.Window, gives=_AUTHS
    ),
    at.GET_SMARTLOCK_AUTH: Shape("One authorization.", gives=body.SmartlockAuth),
    at.POST_SMARTLOCK_AUTH: Shape("Replace an authorization's settings.", takes=body.AuthUpdate),
    at.DELETE_SMARTLOCK_AUTH: Shape("Take an authorization away."),
    at.GET_SMARTLOCKS_LOGS: Shape(
        "The activity of all devices, newest first.",
        gives=_LOGS,
        query=(
            *(("accountUserId", int), ("fromDate", datetime), ("toDate", datetime)),
            *(("action", int), ("id", str), ("limit", int)),
        ),
    ),
    at.LIST_LOGS: Shape(
        "The activity of one device, newest first.",
        gives=_LOGS,
        query=(
            *(("authId", str), ("accountUserId", int), ("fromDate", datetime), ("toDate", datetime)),
            *(("action", int), ("id", str), ("limit", int)),
        ),
    ),
}
