"""Shapes of the account, its sub-accounts, integrations and users."""

from __future__ import annotations

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import account as body
from keyturn.nuki.shapes.shape import Shape, Shapes

ACCOUNT_SHAPES: Shapes = {
    at.GET_ACCOUNT: Shape("The account behind the token.", gives=body.Account),
    at.POST_ACCOUNTS: Shape(
        "Change the account. A new password ends its API tokens unless told otherwise.",
        takes=body.AccountUpdate,
        query=(("deleteApiTokens", bool),),
    ),
    at.DELETE_ACCOUNTS: Shape("Remove the account with everything in it."),
    at.POST_ACCOUNT_EMAIL_CHANGE: Shape(
        "Ask for another e-mail address; it counts once its mail is answered.", takes=body.AccountEmailChange
    ),
    at.POST_ACCOUNT_EMAIL_VERIFY: Shape("Send the mail that confirms the address again."),
    at.GET_ACCOUNT_INTEGRATIONS: Shape(
        "What has access to the account.", gives=tuple[body.AccountIntegration, ...]
    ),
    at.DELETE_ACCOUNT_INTEGRATIONS: Shape(
        "Take access back: from an application, or from one token made by hand.",
        query=(("apiKeyId", int), ("tokenId", str)),
    ),
    at.PUT_ACCOUNT_OTP: Shape("Make the secret of one-time codes.", gives=str),
    at.POST_ACCOUNT_OTP: Shape("Switch one-time codes on, with a first code.", takes=body.AccountOtpEnable),
    at.DELETE_ACCOUNT_OTP: Shape("Switch one-time codes off."),
    at.POST_ACCOUNT_PASSWORD_RESET: Shape(
        "Send a mail with which a new password can be chosen.", takes=body.AccountPasswordReset
    ),
    at.GET_ACCOUNT_SETTING: Shape("The stored display settings.", gives=body.AccountSetting),
    at.PUT_ACCOUNT_SETTING: Shape("Store display settings.", takes=body.AccountSetting, gives=body.AccountSetting),
    at.DELETE_ACCOUNT_SETTING: Shape("Forget the display settings."),
    at.GET_ACCOUNT_SUBS: Shape(
        "The sub-accounts, or those whose address has a pattern.",
        gives=tuple[body.Account, ...],
        query=(("email", str),),
    ),
    at.PUT_ACCOUNT_SUBS: Shape("Add a sub-account.", takes=body.AccountSubCreate, gives=body.Account),
    at.GET_ACCOUNT_SUB: Shape("One sub-account.", gives=body.Account),
    at.POST_ACCOUNT_SUB: Shape("Change a sub-account.", takes=body.AccountSubUpdate),
    at.DELETE_ACCOUNT_SUB: Shape("Remove a sub-account."),
    at.GET_ACCOUNT_USERS: Shape(
        "The people to whom access can be given.",
        gives=tuple[body.AccountUser, ...],
        query=(("email", str), ("offset", int), ("limit", int)),
    ),
    at.PUT_ACCOUNT_USERS: Shape("Add a person.", takes=body.AccountUserCreate, gives=body.AccountUser),
    at.GET_ACCOUNT_USER: Shape("One person.", gives=body.AccountUser),
    at.POST_ACCOUNT_USER: Shape("Change a person.", takes=body.AccountUserUpdate, gives=body.AccountUser),
    at.DELETE_ACCOUNT_USER: Shape("Remove a person; goes on in the background."),
}
