"""shapes: what each operation of Nuki's Web API takes and gives, in our words: a sentence, query, body, answer.

Source: Nuki's API description 4.10.0 (documented: S-25), its contradictions resolved as the models say.
"""

from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.shapes.account import ACCOUNT_SHAPES
from keyturn.nuki.shapes.address import ADDRESS_SHAPES
from keyturn.nuki.shapes.api_key import API_KEY_SHAPES
from keyturn.nuki.shapes.auth import AUTH_SHAPES
from keyturn.nuki.shapes.directory import DIRECTORY_SHAPES
from keyturn.nuki.shapes.shape import Shape as Shape
from keyturn.nuki.shapes.shape import Shapes
from keyturn.nuki.shapes.smartlock import SMARTLOCK_SHAPES

SHAPES: dict[str, Shapes] = {
    "Account and users": ACCOUNT_SHAPES,
    "Addresses": ADDRESS_SHAPES,
    "API keys and webhooks": API_KEY_SHAPES,
    "Devices": SMARTLOCK_SHAPES,
    "Authorizations": AUTH_SHAPES,
    "Directories": DIRECTORY_SHAPES,
}


def shape_of(endpoint: Endpoint) -> Shape:
    """The shape of an operation. Raises ``KeyError`` for one that is none of Nuki's."""
    for shapes in SHAPES.values():
        if endpoint in shapes:
            return shapes[endpoint]
    raise KeyError(endpoint.name)
