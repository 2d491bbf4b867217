"""The pages a person sees: sign in, allow or deny, and what went wrong."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from keyturn.nuki import oauth
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.ids import AccountId
from keyturn.nuki.scopes import IN_PLAIN_WORDS, Scope
from keyturn.sandbox.faults.effects import DeniesConsent
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.oauth import authorize, issue
from keyturn.sandbox.oauth.authorize import NotRedirectable, SentBack
from keyturn.sandbox.oauth.pages import page, redirect
from keyturn.sandbox.program import trial
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.world.people import Account
from keyturn.sandbox.world.permits import Pending
from keyturn.sandbox.world.second_factor.codes import Verdict
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "The person signs in, sees the application and what it asks for, and allows or denies all of it.",
        Confidence.DOCUMENTED,
        "D-oa2",
    ),
    Rule(
        "An account with several devices picks those the application may see; all are ticked at first.",
        Confidence.GUESSED,
        "our choice; the page's details are not documented",
    ),
    Rule(
        "An account with one-time codes switched on is asked for one when it signs in.",
        Confidence.GUESSED,
        "what two-factor login means; S-25 has only the switch",
    ),
    Rule(
        "Denying sends the browser back with error=access_denied.", Confidence.GUESSED, "RFC 6749 section 4.1.2.1"
    ),
    Rule(
        "Signing in is asked for every time; a login or consent page works once and for ten minutes.",
        Confidence.GUESSED,
        "our choice",
    ),
)


BROWSER_COOKIE = "keyturn_sandbox_browser"
WRONG_PASSWORD = "That email address and password do not belong together. Please try again."  # noqa: S105

CODE_ASKED = "This account asks for a one-time code. Please enter the password once more, and the code."
WRONG_CODE = "That code is wrong, or was used before. Please wait for the next one."
TOO_MANY_CODES = "There were too many wrong codes. Please try again in ten minutes."


class Consent:
    """Three steps, each of which uses up what the one before it gave out."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def begin(self, request: Request) -> Answer:
        """``GET /oauth/authorize``."""
        browser = request.cookie(BROWSER_COOKIE) or self._world.entropy.secret(32)
        try:
            pending = authorize.check(self._world, request.query_pairs(), browser)
        except NotRedirectable as trouble:
            return refused(str(trouble))
        except SentBack as answer:
            return redirect(answer.location)
        secure = "; Secure" if request.scope.get("scheme") == "https" else ""
        cookie = f"{BROWSER_COOKIE}={browser}; Path=/oauth; HttpOnly; SameSite=Lax{secure}"
        return self._login(pending, cookie=cookie)

    async def sign_in(self, request: Request) -> Answer:
        """``POST /oauth/login``."""
        form = dict(request.form_pairs())
        try:
            pending = authorize.take(self._world, form.get("pending", ""), request.cookie(BROWSER_COOKIE))
        except NotRedirectable as trouble:
            return refused(str(trouble))
        email = form.get("email", "").strip()
        account = self._account(email, form.get("password", ""))
        if account is None:
            return self._login(pending, email=email, trouble=WRONG_PASSWORD)
        if (missing := self._code_missing(account, form.get("otp", "").strip())) is not None:
            return self._login(pending, email=email, trouble=missing, with_code=True)
        if self._world.faults.strike(Hook.ON_CONSENT, DeniesConsent, account_id=account.account_id):
            return self._denied(pending)
        if not trial.may_connect(self._world, authorize.application_of(self._world, pending), account.account_id):
            return self._denied(pending, "The application is being tested and has all the accounts it may have.")
        return self._ask(pending, account)

    async def decide(self, request: Request) -> Answer:
        """``POST /oauth/consent``."""
        form = dict(request.form_pairs())
        try:
            pending = authorize.take(self._world, form.get("pending", ""), request.cookie(BROWSER_COOKIE))
            if pending.account_id is None:
                raise NotRedirectable("Nobody has signed in on this page.")
        except NotRedirectable as trouble:
            return refused(str(trouble))
        match form.get("decision"):
            case "allow":
                picked = self._picked(request, pending.account_id)
                code = issue.code(self._world, pending, pending.account_id, picked)
                return redirect(authorize.back(pending.redirect_uri, pending.state, code=code))
            case "deny":
                return self._denied(pending)
        return refused("Neither Allow nor Deny was chosen.")

    def _picked(self, request: Request, account_id: AccountId) -> frozenset[int] | None:
        there = {one.smartlock_id for one in self._world.devices_of.get(account_id, ())}
        asked = [value for name, value in request.form_pairs() if name == "device"]
        chosen = frozenset(int(value) for value in asked if value.isdigit() and int(value) in there)
        # All of them, or a page that did not ask: the permission is for the account, later devices included.
        return None if not asked or chosen == there else chosen

    def _denied(self, pending: Pending, why: str = "") -> Answer:
        self._world.journal.record(Kind.TOKEN, "consent denied", client_id=pending.client_id)
        said = {"error": oauth.ACCESS_DENIED, **({"error_description": why} if why else {})}
        return redirect(authorize.back(pending.redirect_uri, pending.state, **said))

    def _account(self, email: str, password: str) -> Account | None:
        for account in self._world.accounts.values():
            if account.email.lower() == email.lower() and account.opens_with(password):
                return account
        return None

    def _code_missing(self, account: Account, given: str) -> str | None:
        codes = self._world.office.one_time_codes.get(account.account_id)
        if codes is None or not codes.enabled:
            return None
        if not given:
            return CODE_ASKED
        verdict = codes.judge(given, self._world.clock.now())
        self._world.changed()
        return {Verdict.RIGHT: None, Verdict.WRONG: WRONG_CODE, Verdict.TOO_MANY: TOO_MANY_CODES}[verdict]

    def _login(
        self, pending: Pending, *, email: str = "", trouble: str = "", cookie: str = "", with_code: bool = False
    ) -> Answer:
        application = authorize.application_of(self._world, pending)
        return page(
            "login.html",
            status=401 if trouble else 200,
            callback=pending.redirect_uri,
            cookie=cookie,
            application=application.name,
            pending=authorize.keep(self._world, pending),
            email=email,
            trouble=trouble,
            with_code=with_code,
        )

    def _ask(self, pending: Pending, account: Account) -> Answer:
        application = authorize.application_of(self._world, pending)
        expires = self._world.clock.now() + timedelta(seconds=authorize.CONSENT_SECONDS)
        changed = replace(pending, expires=expires, account_id=account.account_id)
        return page(
            "consent.html",
            callback=pending.redirect_uri,
            application=application.name,
            account=account,
            devices=[one.shown for one in self._world.devices_of.get(account.account_id, ())],
            permissions=[(IN_PLAIN_WORDS[Scope(scope)], scope) for scope in pending.scopes],
            pending=authorize.keep(self._world, changed),
        )


def refused(reason: str) -> Answer:
    """The page for a request that must not be answered with a redirect."""
    return page("refused.html", status=400, reason=reason)
