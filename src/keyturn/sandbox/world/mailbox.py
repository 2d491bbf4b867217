"""Mail with a link in it: kept until somebody follows the link."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId
from keyturn.sandbox.world import departures
from keyturn.sandbox.world.office import Mail
from keyturn.sandbox.world.outbox import Letter
from keyturn.sandbox.world.world import World

SHORTEST_PASSWORD = 7


class NoSuchLink(LookupError):
    """The link was never sent, was followed already, or a newer mail took its place."""


def ask_to_confirm(world: World, account_id: AccountId, email: str) -> None:
    """Ask whoever reads the address to confirm it; an older question to the account lapses."""
    mail = Mail(mail_id=world.entropy.object_id(), account_id=account_id, to=email, about="confirm-email")
    _send(world, mail, "Please confirm that this is your address.")


def ask_for_password(world: World, account_id: AccountId, email: str, *, keep_tokens: bool) -> None:
    """Offer to choose a new password."""
    mail_id = world.entropy.object_id()
    mail = Mail(mail_id=mail_id, account_id=account_id, to=email, about="new-password", keep_tokens=keep_tokens)
    _send(world, mail, "Please choose a new password.")


def follow(world: World, mail_id: str, password: str | None) -> Mail:
    """Do what a mail asks for. Raises :class:`NoSuchLink`, and ``ValueError`` when a password is missing or short."""
    mail = world.office.mails.get(mail_id)
    account = world.accounts.get(mail.account_id) if mail is not None else None
    if mail is None or account is None:
        raise NoSuchLink(mail_id)
    if mail.about == "new-password":
        if password is None or len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"The new password is missing or shorter than {SHORTEST_PASSWORD} characters.")
        world.journal.labels.of("password", password)
        account.change_password(password)
        if not mail.keep_tokens:
            departures.end_api_tokens(world, account.account_id)
    else:
        taken = any(one is not account and one.email.lower() == mail.to.lower() for one in world.accounts.values())
        if taken:
            raise ValueError("Meanwhile another account has this address.")
        world.office.emails_asked.pop(account.account_id, None)
        now = to_wire(world.clock.now())
        account.shown = replace(account.shown, email=mail.to, email_verified=True, update_date=now)
        account.email, account.changed = mail.to, True
    del world.office.mails[mail_id]
    world.changed()
    return mail


def _send(world: World, mail: Mail, text: str) -> None:
    kept = world.office.mails
    older = [key for key, one in kept.items() if (one.account_id, one.about) == (mail.account_id, mail.about)]
    for key in older:
        del kept[key]
    kept[mail.mail_id] = mail
    world.journal.labels.of("mail-link", mail.mail_id)
    world.outbox.append(Letter(at=world.clock.now(), to=mail.to, about=mail.about, text=text, secret=mail.mail_id))
    world.changed()
