"""Companies, notifications, Opener intercoms and partner services.

Source: Nuki's API description 4.10.0 (documented: S-25).
"""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_ANY_TOKEN: tuple[Scope, ...] = ()
_SMARTLOCK_LOG = (Scope.SMARTLOCK_LOG,)
_ACCOUNT = (Scope.ACCOUNT,)

GET_COMPANIES = Endpoint("GetCompanies", "GET", "/company", _ANY_TOKEN, 200, (401, 403))
GET_NOTIFICATIONS = Endpoint("GetNotifications", "GET", "/notification", _SMARTLOCK_LOG, 200, (401,))
PUT_NOTIFICATIONS = Endpoint("PutNotifications", "PUT", "/notification", _SMARTLOCK_LOG, 200, (400, 401, 403))
GET_NOTIFICATION = Endpoint(
    "GetNotification", "GET", "/notification/{notificationId}", _SMARTLOCK_LOG, 200, (401, 403, 404)
)
POST_NOTIFICATION = Endpoint(
    "PostNotification", "POST", "/notification/{notificationId}", _SMARTLOCK_LOG, 200, (400, 401, 403)
)
DELETE_NOTIFICATION = Endpoint(
    "DeleteNotification", "DELETE", "/notification/{notificationId}", _SMARTLOCK_LOG, 204, (401, 403, 405)
)
GET_OPENER_BRANDS = Endpoint("GetOpenerBrands", "GET", "/opener/brand", _ANY_TOKEN, 200, ())
GET_OPENER_BRAND = Endpoint("GetOpenerBrand", "GET", "/opener/brand/{brandId}", _ANY_TOKEN, 200, ())
GET_OPENER_INTERCOMS = Endpoint("GetOpenerIntercoms", "GET", "/opener/intercom", _ANY_TOKEN, 200, ())
GET_OPENER_INTERCOM = Endpoint("GetOpenerIntercom", "GET", "/opener/intercom/{intercomId}", _ANY_TOKEN, 200, ())
GET_SERVICES = Endpoint("GetServices", "GET", "/service", _ACCOUNT, 200, (401,))
GET_SERVICE = Endpoint("GetService", "GET", "/service/{serviceId}", _ACCOUNT, 200, (401,))
POST_SERVICE_LINK = Endpoint("PostServiceLink", "POST", "/service/{serviceId}/link", _ACCOUNT, 200, (400, 401))
POST_SERVICE_SYNC = Endpoint("PostServiceSync", "POST", "/service/{serviceId}/sync", _ACCOUNT, 204, (400, 401))
POST_SERVICE_UNLINK = Endpoint(
    "PostServiceUnlink", "POST", "/service/{serviceId}/unlink", _ACCOUNT, 204, (400, 401)
)

DIRECTORY_ENDPOINTS = (
    GET_COMPANIES,
    GET_NOTIFICATIONS,
    PUT_NOTIFICATIONS,
    GET_NOTIFICATION,
    POST_NOTIFICATION,
    DELETE_NOTIFICATION,
    GET_OPENER_BRANDS,
    GET_OPENER_BRAND,
    GET_OPENER_INTERCOMS,
    GET_OPENER_INTERCOM,
    GET_SERVICES,
    GET_SERVICE,
    POST_SERVICE_LINK,
    POST_SERVICE_SYNC,
    POST_SERVICE_UNLINK,
)
