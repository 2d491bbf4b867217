"""``keyturn serve``: the integration, as a company runs it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first


def serve(
    host: Annotated[str, Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Option(metavar="PORT", help="Port to listen on; 0 picks a free one.")] = 8443,
    certificate: Annotated[Path | None, Option(metavar="FILE", help="PEM file of the certificate chain.")] = None,
    key: Annotated[Path | None, Option(metavar="FILE", help="PEM file of the certificate's key.")] = None,
    tls: Annotated[
        bool, Option("--tls/--no-tls", help="Plain HTTP only behind a proxy that ends TLS itself.")
    ] = True,
    state: Annotated[
        Path,
        Option(metavar="FOLDER", help="Folder of the development authority, used when no certificate is given."),
    ] = Path("state"),
    output: Annotated[
        Format, Option("--format", help="With json, the first line printed is one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Run the integration. Its settings come from the environment.

    Needed: KEYTURN_BASE_URL (its own public https address), KEYTURN_CLIENT_ID and KEYTURN_CLIENT_SECRET (from Nuki
    Web, menu API) or KEYTURN_CLIENT_SECRET_FILE (from `keyturn apply --secret-file`), KEYTURN_VAULT_KEYS (from
    `keyturn vault new-key`), KEYTURN_DATABASE (like sqlite:state/keyturn.db, or
    postgresql://USER:PASSWORD@HOST/NAME for several processes).

    Optional: KEYTURN_VAULT_KEYS_FILE or KEYTURN_VAULT_KEY_COMMAND (in place of KEYTURN_VAULT_KEYS), KEYTURN_NUKI_URL,
    KEYTURN_NUKI_CA_FILE, KEYTURN_SCOPES, KEYTURN_WEBHOOKS (decentral or central),
    KEYTURN_FORMER_CLIENT_SECRET (while the secret is changed: central webhooks signed with the one before are taken),
    KEYTURN_NUKI_API_TOKEN (of the account that owns the application: a central address switched off is switched on),
    KEYTURN_CONFIRM_SECONDS, KEYTURN_OPERATOR_TOKEN (opens /operator and /metrics), KEYTURN_LOG (text or json),
    KEYTURN_NOTIFY_CA_FILE and KEYTURN_NOTIFY_LOOPBACK (where events out may go).

    What customers are offered, on or off: KEYTURN_ACCESS (keypad codes and invitations), KEYTURN_ACTIVITY (the doors'
    logs), KEYTURN_CONFIGURE (a door's settings). How it looks: KEYTURN_COMPANY, KEYTURN_SUPPORT, KEYTURN_THEME (a file
    with logo, colours and links), KEYTURN_GUIDE (a folder shown at /help), KEYTURN_EMBED_ORIGINS (whose pages may frame
    ours). Their sessions end: KEYTURN_SESSION_IDLE (2h without a deed), KEYTURN_SESSION_MAX (12h).

    How long what grows is kept, in days: KEYTURN_KEEP_WEBHOOKS_DAYS (7), KEYTURN_KEEP_EVENTS_DAYS (30),
    KEYTURN_KEEP_DELIVERIES_DAYS (30, of events out), KEYTURN_KEEP_ACTIVITY_DAYS (365), KEYTURN_KEEP_ACTIONS_DAYS (90),
    KEYTURN_KEEP_ACCESS_DAYS (90, codes and invitations after their end), KEYTURN_KEEP_CASES_DAYS (180, once solved),
    KEYTURN_KEEP_MISHAPS_DAYS (30, what a shown reference stands for); in hours, each 24: KEYTURN_KEEP_REPEATS_HOURS
    (idempotency keys), KEYTURN_KEEP_SESSIONS_HOURS and KEYTURN_KEEP_STATES_HOURS (after their end).
    """
    import asyncio

    from keyturn.cli import authority, serving
    from keyturn.integration import Settings, application, check_database, write_log
    from keyturn.integration.errors import OperatorError

    if (certificate is None) != (key is None):
        raise Complaint(
            "A certificate and its key belong together.", "Give both --certificate and --key, or none."
        )
    try:
        settings = Settings.from_environment(os.environ)
        if settings.log:
            write_log(settings.log)
        place = serving.claim(host, port)
        asyncio.run(check_database(settings.database))
        app = application(settings)
    except OperatorError as wrong:
        raise Complaint(str(wrong), wrong.remedy) from None
    shown = None
    if tls and certificate and key:
        shown = serving.Tls(certificate, key)
    elif tls:
        made = authority.ensure(state / "authority")
        shown = serving.Tls(made.certificate, made.key)
    facts = {"base_url": settings.base_url, "listens_on": serving.address(place, shown)}

    def announce() -> None:
        if output is Format.JSON:
            say_first(facts)
        else:
            say(f"The integration answers on {facts['listens_on']}, for {facts['base_url']}. Ctrl-C ends it.")

    serving.run(app, place, shown, announce, ending=app.let_go)
