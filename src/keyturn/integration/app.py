"""The composition root: the only file that knows every room of the integration."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from keyturn.client import Circuit, Fair, HttpTransport, NukiClient, OAuthClient, Transport
from keyturn.client.caller import Pause, pause
from keyturn.clock import Clock, SystemClock
from keyturn.integration.access.confirm import Checks
from keyturn.integration.access.invites import Invites
from keyturn.integration.access.request import Codes
from keyturn.integration.actions.request import Requests
from keyturn.integration.activity.reader import Reader
from keyturn.integration.api.services import ApiServices
from keyturn.integration.api.site import mounted
from keyturn.integration.connect.links import Links
from keyturn.integration.connect.pending import Pending
from keyturn.integration.connect.session import Sessions
from keyturn.integration.connect.tickets import Tickets
from keyturn.integration.grants.application import with_secret
from keyturn.integration.grants.early import Early
from keyturn.integration.grants.erasing import Erasing
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.keeper import Keeper
from keyturn.integration.grants.keys import source_of
from keyturn.integration.grants.vault import Vault
from keyturn.integration.notify.deliver import Deliver, Post
from keyturn.integration.notify.endpoint import Endpoints
from keyturn.integration.notify.sender import Sender
from keyturn.integration.operator.services import Desk
from keyturn.integration.operator.site import beside
from keyturn.integration.operator.tools import Tools
from keyturn.integration.partners.key import Keys
from keyturn.integration.partners.repeat import Repeats
from keyturn.integration.settings import Settings, WebhookMode
from keyturn.integration.smartlocks.configuring.ask import Wishes
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.smartlocks.settle import Settlement
from keyturn.integration.store import Store
from keyturn.integration.support.desk import Desk as SupportDesk
from keyturn.integration.support.reference import new_reference
from keyturn.integration.watch import traces
from keyturn.integration.watch.calls import Watched, WatchedRenewer, watched_delivery, watched_settling
from keyturn.integration.watch.metrics import Metrics
from keyturn.integration.watch.present import Present
from keyturn.integration.watch.ready import checks
from keyturn.integration.watch.requests import Noticed
from keyturn.integration.web.edge.below import Below
from keyturn.integration.web.intake import Intake
from keyturn.integration.web.live import Feed
from keyturn.integration.web.services import Services
from keyturn.integration.web.site import site
from keyturn.integration.web.texts import Texts
from keyturn.integration.webhooks.central import LOOK_SECONDS, Central
from keyturn.integration.webhooks.inbox import Inbox
from keyturn.integration.webhooks.subscriptions import ACCESS_FEATURES, FEATURES, Subscriptions
from keyturn.integration.work.care import Care
from keyturn.integration.work.housekeeping import Housekeeping
from keyturn.integration.work.leases import Leases
from keyturn.integration.work.retention import Retention
from keyturn.integration.work.rounds import Rounds
from keyturn.integration.work.welcome import Welcome
from keyturn.nuki.webhooks import Feature

TIDY_SECONDS = 600.0


class Integration:
    """Everything joined; ``app`` is the ASGI application.

    Raises :class:`OperatorError` when settings or store cannot be used.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        transport: Transport,
        deliver: Deliver | None = None,
        pause: Pause | None = pause,
    ) -> None:
        self.clock, self._pause = clock, pause
        self.metrics = metrics = Metrics()
        self._transport = transport = Circuit(Watched(transport, metrics), clock)
        self._fair = Fair(transport)
        vault = Vault(source_of(settings))
        self.settings = settings = with_secret(settings, vault)
        self.store = store = Store(settings.database)
        oauth = OAuthClient(
            settings.client_id, settings.client_secret, base_url=settings.nuki_url, transport=transport
        )
        renewer = WatchedRenewer(oauth.refresh, metrics)
        self.keeper = Keeper(store.grants, vault, renewer, clock, pause or asyncio.sleep)
        self.early = Early(store.grants, self.keeper, clock)
        self.feed = Feed(store.listen, store.tells)
        self.smartlocks = Smartlocks(store.doors, clock)
        leases = Leases(store.leases, clock)
        features = ACCESS_FEATURES if settings.access else FEATURES
        if settings.activity:
            features = (*features, Feature.DEVICE_LOGS)
        if settings.configure:
            features = (*features, Feature.DEVICE_CONFIG)
        self.subscriptions = Subscriptions(store.subscriptions, vault, clock, leases, settings.base_url, features)
        self.erasing = Erasing(
            store.grants, store.erasures, self.subscriptions, self.nuki, clock, self.feed.changed
        )
        codes = Codes(store.codes, vault, clock, settings.confirm_seconds)
        self.checks = Checks(store.codes, codes, clock, self.nuki)
        settle = Settlement(store.inbox, clock, self.feed.changed)
        self.inbox = Inbox(store.inbox, vault, clock, watched_settling(settle))
        decentral = settings.webhooks is WebhookMode.DECENTRAL
        self.welcome = Welcome(
            store.grants, clock, self.nuki, self.smartlocks, self.subscriptions, decentral=decentral
        )
        self.desk = SupportDesk(store.cases, clock, settings.client_id)
        self.services = Services(
            settings=settings,
            clock=clock,
            vault=vault,
            oauth=oauth,
            nuki=self.nuki,
            grants=store.grants,
            pending=Pending(store.pending, clock),
            links=Links(store.customers, clock),
            sessions=Sessions(store.sessions, clock, settings.session_seconds, settings.session_idle_seconds),
            subscriptions=self.subscriptions,
            welcome=self.welcome,
            smartlocks=self.smartlocks,
            wishes=Wishes(store.wishes, clock, settings.confirm_seconds),
            requests=Requests(store.actions, clock, settings.confirm_seconds),
            history=store.actions,
            book=store.activity,
            log_reader=Reader(store.activity),
            inbox=self.inbox,
            feed=self.feed,
            texts=Texts(),
            codes=codes,
            code_rows=store.codes,
            invites=Invites(store.invites, vault, clock),
            invite_rows=store.invites,
            desk=self.desk,
            tickets=Tickets(store.sessions, clock),
        )
        self.keys, self.repeats = Keys(store.keys, clock), Repeats(store.keys, vault, clock)
        self.endpoints = Endpoints(store.endpoints, vault, clock, settings.notify_loopback)
        post = watched_delivery(
            deliver or Post(loopback=settings.notify_loopback, ca_file=settings.notify_ca_file), metrics
        )
        self.sender = Sender(store.outbox, self.endpoints, post, clock)
        others = (mounted(self._for_programs()), *beside(self._for_operators()))
        pages = Noticed(site(self.services, self.lifespan, others), metrics, new_reference)
        self.app = Below(Intake(pages, self.services, metrics), settings.root_path)
        self.rounds, self.housekeeping = Rounds(clock, leases), self._housekeeping()
        hooks = self.subscriptions if settings.webhooks is WebhookMode.DECENTRAL else None
        self.care = Care(store.care, clock, self.nuki, hooks, self.smartlocks, self.feed.changed)
        self.central = Central(store.central, clock, settings, transport, checks(store.figures, vault))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Integration]:
        """From the first sweep to the last commit; a server does the same through the app's lifespan."""
        await self.store.open()
        self.inbox.wake()  # deliveries that a dead process had made durable
        every, rounds, house = self.settings.sweep_seconds, self.rounds, self.housekeeping
        rounds.every("settling of webhooks", every, house.settle)
        rounds.shared("sweep", every, house.look_after)
        rounds.shared("arrivals", every, self.welcome.sweep)
        rounds.apart("care", self.settings.care_seconds, self.care.sweep)
        rounds.apart("renewing", every, self.early.sweep)
        rounds.every("sending of events", every, self.sender.sweep)
        rounds.shared("central address", LOOK_SECONDS, self.central.look)
        rounds.shared("tidying", TIDY_SECONDS, house.tidy)
        rounds.shared("doors left open", self.settings.care_seconds, self._tell_left_open)
        try:
            yield self
        finally:
            await self.close()

    def nuki(self, grant_id: GrantId) -> NukiClient:
        """A client that acts for one grant: its tokens are kept alive by the keeper."""
        source = self.keeper.source(grant_id)
        return NukiClient(source, transport=self._fair.lane(grant_id), pause=self._pause)

    def _for_programs(self) -> ApiServices:
        pages = self.services
        return ApiServices(
            base_url=self.settings.base_url,
            company=self.settings.company,
            clock=self.clock,
            nuki=self.nuki,
            keys=self.keys,
            repeats=self.repeats,
            customers=self.store.customers,
            links=pages.links,
            erasing=self.erasing,
            grants=self.store.grants,
            subscriptions=self.subscriptions,
            smartlocks=self.smartlocks,
            requests=pages.requests,
            actions=self.store.actions,
            changes=self.feed,
            events=self.store.outbox,
            endpoints=self.endpoints,
            desk=self.desk,
            tickets=pages.tickets,
            book=pages.book,
            codes=pages.codes,
            code_rows=pages.code_rows,
            invites=pages.invites,
            invite_rows=pages.invite_rows,
        )

    def _for_operators(self) -> Desk:
        store, settings, figures = self.store, self.settings, self.store.figures
        return Desk(
            token=settings.operator_token,
            base_url=settings.base_url,
            root_path=settings.root_path,
            company=settings.company,
            records=store.records,
            sessions=store.operators,
            customers=store.customers,
            events=store.outbox,
            sealing=lambda: self.services.vault.sealing,
            cases=self.desk,
            erasing=self.erasing,
            tools=Tools(self.services, self.checks),
            clock=self.clock,
            metrics=self.metrics,
            store=figures,
            figures=Present(figures, self.services.vault, self.metrics, self.clock),
            checks=checks(figures, self.services.vault),
            circuit=lambda: self._transport.state,
            features=self.subscriptions.features if settings.webhooks is WebhookMode.DECENTRAL else (),
            central=store.central.standing,
        )

    def _housekeeping(self) -> Housekeeping:
        store = self.store
        return Housekeeping(
            settings=self.settings,
            clock=self.clock,
            nuki=self.nuki,
            inbox=self.inbox,
            deliveries=store.inbox,
            counts=store.counts,
            actions=store.actions,
            smartlocks=self.smartlocks,
            checks=self.checks,
            heirs=store.codes,
            subscriptions=self.subscriptions,
            unregistered=store.subscriptions,
            retention=Retention(store.retention, self.settings, self.clock),
            changed=self.feed.changed,
        )

    async def _tell_left_open(self) -> None:
        if await self.store.doors.tell_left_open(self.clock.now()):
            self.feed.changed()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application itself."""
        await self.app(scope, receive, send)

    def let_go(self) -> None:
        """End the open event streams: a server that ends waits for every answer to be finished."""
        self.feed.close()

    async def sweep(self) -> None:
        """What the rounds do every few seconds, once and now."""
        await self.housekeeping.settle()
        await self.housekeeping.look_after()

    async def close(self) -> None:
        """Let running renewals and settlements end, then close the store."""
        await self.rounds.close()
        self.let_go()
        await self.feed.ended()
        await self.keeper.close()
        await self.inbox.quiet()
        await self.store.close()
        await self._transport.aclose()

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """What a company's own application that mounts this one runs as its lifespan."""
        async with self.running():
            yield


def application(settings: Settings) -> Integration:
    """The ASGI application for a server, on the machine's clock and the real network."""
    traces.export()
    transport = HttpTransport(settings.nuki_url, ca_file=settings.nuki_ca_file)
    return Integration(settings, SystemClock(), transport)
