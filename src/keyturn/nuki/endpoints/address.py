"""Addresses with units, reservations and address tokens. Source: Nuki's API description 4.10.0 (documented: S-25)."""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_ACCOUNT = (Scope.ACCOUNT,)
_ANY_TOKEN: tuple[Scope, ...] = ()

GET_ADDRESSES = Endpoint("GetAddresses", "GET", "/address", _ACCOUNT, 200, (401,))
PUT_ADDRESSES = Endpoint("PutAddresses", "PUT", "/address", _ANY_TOKEN, 200, (400, 401))
POST_ADDRESS = Endpoint("PostAddress", "POST", "/address/{addressId}", _ACCOUNT, 204, (400, 401, 403))
DELETE_ADDRESS = Endpoint("DeleteAddress", "DELETE", "/address/{addressId}", _ANY_TOKEN, 204, (401, 403))
GET_ADDRESS_UNITS = Endpoint("GetAddressUnits", "GET", "/address/{addressId}/unit", _ACCOUNT, 200, (400, 401))
PUT_ADDRESS_UNITS = Endpoint("PutAddressUnits", "PUT", "/address/{addressId}/unit", _ACCOUNT, 200, (400, 401, 403))
DELETE_ADDRESS_UNITS = Endpoint(
    "DeleteAddressUnits", "DELETE", "/address/{addressId}/unit", _ACCOUNT, 200, (400, 401, 403, 423)
)
DELETE_ADDRESS_UNIT = Endpoint(
    "DeleteAddressUnit", "DELETE", "/address/{addressId}/unit/{id}", _ACCOUNT, 200, (401, 403, 423)
)
GET_ADDRESS_RESERVATIONS = Endpoint(
    "GetAddressReservations", "GET", "/address/{addressId}/reservation", _ACCOUNT, 200, (401,)
)
POST_ADDRESS_RESERVATION_ISSUE = Endpoint(
    "PostAddressReservationIssue", "POST", "/address/{addressId}/reservation/{id}/issue", _ACCOUNT, 204, (400, 401)
)
POST_ADDRESS_RESERVATION_REVOKE = Endpoint(
    "PostAddressReservationRevoke",
    "POST",
    "/address/{addressId}/reservation/{id}/revoke",
    _ACCOUNT,
    204,
    (400, 401),
)
POST_RESERVATION_ACCESS_TIMES_UPDATE = Endpoint(
    "PostReservationAccessTimesUpdate",
    "POST",
    "/address/{addressId}/reservation/{id}/update/accesstimes",
    _ACCOUNT,
    204,
    (400, 401),
)
GET_ADDRESS_TOKEN = Endpoint("GetAddressToken", "GET", "/address/token/{id}", _ANY_TOKEN, 200, (401, 404))
GET_ADDRESS_TOKEN_REDEEM = Endpoint(
    "GetAddressTokenRedeem", "GET", "/address/token/{id}/redeem", _ACCOUNT, 200, (401, 404)
)
POST_ADDRESS_TOKEN_REDEEM = Endpoint(
    "PostAddressTokenRedeem", "POST", "/address/token/{id}/redeem", _ACCOUNT, 204, (400, 401, 404)
)
GET_ADDRESS_TOKENS = Endpoint("GetAddressTokens", "GET", "/address/{addressId}/token", _ANY_TOKEN, 200, (400, 401))

ADDRESS_ENDPOINTS = (
    GET_ADDRESSES,
    PUT_ADDRESSES,
    POST_ADDRESS,
    DELETE_ADDRESS,
    GET_ADDRESS_UNITS,
    PUT_ADDRESS_UNITS,
    DELETE_ADDRESS_UNITS,
    DELETE_ADDRESS_UNIT,
    GET_ADDRESS_RESERVATIONS,
    POST_ADDRESS_RESERVATION_ISSUE,
    POST_ADDRESS_RESERVATION_REVOKE,
    POST_RESERVATION_ACCESS_TIMES_UPDATE,
    GET_ADDRESS_TOKEN,
    GET_ADDRESS_TOKEN_REDEEM,
    POST_ADDRESS_TOKEN_REDEEM,
    GET_ADDRESS_TOKENS,
)
