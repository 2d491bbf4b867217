"""Mail the server would send. It goes nowhere: the sandbox keeps it until somebody follows its link."""

from __future__ import annotations

from keyturn.nuki.ids import AccountId
from keyturn.sandbox.world.office import Mail
from keyturn.sandbox.world.world import World


def ask_to_confirm(world: World, account_id: AccountId, email: str) -> None:
    """Ask whoever reads the address to confirm it; an older question to the account lapses."""
    _send(world, Mail(mail_id=world.entropy.object_id(), account_id=account_id, to=email, about="confirm-email"))


def ask_for_password(world: World, account_id: AccountId, email: str, *, keep_tokens: bool) -> None:
    """Offer to choose a new password."""
    mail_id = world.entropy.object_id()
    _send(
        world,
        Mail(mail_id=mail_id, account_id=account_id, to=email, about="new-password", keep_tokens=keep_tokens),
    )


def _send(world: World, mail: Mail) -> None:
    mails = world.office.mails
    world.office.mails = {
        key: one for key, one in mails.items() if (one.account_id, one.about) != (mail.account_id, mail.about)
    } | {mail.mail_id: mail}
    world.changed()
