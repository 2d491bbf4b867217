"""Opener: the intercoms it knows. The makers and models here are invented."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.directory import IntercomBrand, IntercomModel
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import Answer, json_answer

RULES = (
    Rule(
        "Intercoms are listed by maker, or those changed lately; without either, 400 naming brandId.",
        Confidence.DOCUMENTED,
        "S-25; the status is guessed",
    ),
    Rule("Models that are not verified are listed with ignoreVerified=true only.", Confidence.DOCUMENTED, "S-25"),
    Rule("A maker or model that is unknown is answered 404.", Confidence.GUESSED, "not stated"),
)

VERIFIED = 1
BRANDS = tuple(
    IntercomBrand(brand_id=number, brand=name)
    for number, name in ((1, "Alpenklang"), (2, "Hausruf"), (3, "Portavox"))
)


def _model(number: int, brand: int, kind: int, name: str, verified: int, changed: str, bus: str) -> IntercomModel:
    return IntercomModel(
        intercom_id=number,
        brand_id=brand,
        type=kind,
        model=name,
        verified=verified,
        con_gnd_bus=bus,
        con_bus_audio="a" if bus else "",
        con_audioout="" if bus else "9",
        con_doorbell_plus="" if bus else "10",
        con_doorbell_minus="" if bus else "11",
        con_opendoor="" if bus else "6",
        con_gnd_analogue="" if bus else "1",
        bus_mode_switch=1 if bus else 0,
        bus_mode_switch_short_circuit_duration=60 if bus else 0,
        creation_date="2021-04-06T08:00:00.000Z",
        update_date=changed,
    )


OLD, RECENT = "2022-09-12T08:00:00.000Z", "2026-02-16T08:00:00.000Z"
MODELS = (
    _model(101, 1, 0, "Alpenklang A4", 1, OLD, ""),
    _model(102, 1, 0, "Alpenklang A4 Plus", 2, OLD, ""),
    _model(201, 2, 1, "Hausruf Bus 21", 1, RECENT, "b"),
    _model(202, 2, 1, "Hausruf Bus 7", 3, OLD, "b"),
    _model(301, 3, 0, "Portavox Uno", 1, OLD, ""),
)


async def list_brands(call: Call) -> Answer:
    """``GET /opener/brand``."""
    return json_answer(BRANDS)


async def get_brand(call: Call) -> Answer:
    """``GET /opener/brand/{brandId}``."""
    number = call.number("brandId")
    for brand in BRANDS:
        if brand.brand_id == number:
            return json_answer(brand)
    raise StatusRefused(404, "There is no maker of this id")


async def list_intercoms(call: Call) -> Answer:
    """``GET /opener/intercom?brandId=&ignoreVerified=&recentlyChanged=``."""
    query = Query(call.request)
    brand, recent, every = query.number("brandId"), query.flag("recentlyChanged"), query.flag("ignoreVerified")
    if recent:
        return json_answer([model for model in MODELS if model.update_date == RECENT])
    if brand is None:
        raise ParameterRefused("brandId", "null")
    found = [model for model in MODELS if model.brand_id == brand]
    return json_answer([model for model in found if every or model.verified == VERIFIED])


async def get_intercom(call: Call) -> Answer:
    """``GET /opener/intercom/{intercomId}``."""
    number = call.number("intercomId")
    for model in MODELS:
        if model.intercom_id == number:
            return json_answer(model)
    raise StatusRefused(404, "There is no intercom of this id")


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_OPENER_BRANDS, list_brands),
    (endpoints.GET_OPENER_BRAND, get_brand),
    (endpoints.GET_OPENER_INTERCOMS, list_intercoms),
    (endpoints.GET_OPENER_INTERCOM, get_intercom),
)
