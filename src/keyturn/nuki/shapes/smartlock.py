"""Shapes of devices: reading, actions, configurations."""

from __future__ import annotations

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import smartlock as body
from keyturn.nuki.models.action import AdvancedReceipt, SmartlockAction
from keyturn.nuki.shapes.shape import Shape, Shapes

SMARTLOCK_SHAPES: Shapes = {
    at.LIST_SMARTLOCKS: Shape(
        "The devices of the account, whatever their type.",
        gives=tuple[body.Smartlock, ...],
        query=(("authId", int), ("type", int)),
    ),
    at.GET_SMARTLOCK: Shape("One device.", gives=body.Smartlock),
    at.POST_SMARTLOCK: Shape("Change name or favourite.", takes=body.SmartlockUpdate),
    at.DELETE_SMARTLOCK: Shape("Remove a device from the account."),
    at.ACT: Shape("Operate a device; what comes of it shows later.", takes=SmartlockAction),
    at.LOCK: Shape("Lock a device."),
    at.UNLOCK: Shape("Unlock a device."),
    at.ACT_ADVANCED: Shape(
        "Operate a device; a webhook with the request id tells the outcome.",
        takes=SmartlockAction,
        gives=AdvancedReceipt,
    ),
    at.LOCK_ADVANCED: Shape("Lock a device; a webhook tells the outcome.", gives=AdvancedReceipt),
    at.UNLOCK_ADVANCED: Shape("Unlock a device; a webhook tells the outcome.", gives=AdvancedReceipt),
    at.POST_SMARTLOCK_ADMIN_PIN: Shape("Tell the administration PIN of a device.", takes=body.AdminPinUpdate),
    at.POST_SMARTLOCK_CONFIG: Shape("Configure a device.", takes=body.Config),
    at.POST_SMARTLOCK_ADVANCED_CONFIG: Shape("Configure a lock further.", takes=body.AdvancedConfig),
    at.POST_SMARTLOCK_OPENER_ADVANCED_CONFIG: Shape("Configure an Opener.", takes=body.OpenerAdvancedConfig),
    at.POST_SMARTDOOR_ADVANCED_CONFIG: Shape("Configure a Smart Door.", takes=body.SmartdoorAdvancedConfig),
    at.POST_SMARTLOCK_WEB_CONFIG: Shape("Configure what Nuki Web keeps for itself.", takes=body.WebConfig),
    at.POST_SMARTLOCK_BULK_WEB_CONFIG: Shape("The same for several devices.", takes=body.BulkWebConfigRequest),
    at.POST_SMARTLOCK_SYNC: Shape("Have everything read from the device anew."),
}
