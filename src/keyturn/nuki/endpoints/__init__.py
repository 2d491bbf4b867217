"""The 104 operations of Nuki's Web API 4.10.0, by group, with the scopes that open them."""

from keyturn.nuki.endpoints.account import *
from keyturn.nuki.endpoints.account import ACCOUNT_ENDPOINTS
from keyturn.nuki.endpoints.address import *
from keyturn.nuki.endpoints.address import ADDRESS_ENDPOINTS
from keyturn.nuki.endpoints.api_key import *
from keyturn.nuki.endpoints.api_key import API_KEY_ENDPOINTS
from keyturn.nuki.endpoints.auth import *
from keyturn.nuki.endpoints.auth import AUTH_ENDPOINTS
from keyturn.nuki.endpoints.directory import *
from keyturn.nuki.endpoints.directory import DIRECTORY_ENDPOINTS
from keyturn.nuki.endpoints.endpoint import Endpoint as Endpoint
from keyturn.nuki.endpoints.smartlock import *
from keyturn.nuki.endpoints.smartlock import SMARTLOCK_ENDPOINTS

BASE_URL = "https://api.nuki.io"
"""No version segment in the path (documented: D-con)."""

ENDPOINTS = (
    *ACCOUNT_ENDPOINTS,
    *ADDRESS_ENDPOINTS,
    *API_KEY_ENDPOINTS,
    *SMARTLOCK_ENDPOINTS,
    *AUTH_ENDPOINTS,
    *DIRECTORY_ENDPOINTS,
)
