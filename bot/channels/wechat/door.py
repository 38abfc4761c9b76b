"""WeChat as the server opens it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect

from bot.channels.outgoing import Outgoing
from bot.channels.wechat import CHANNEL
from bot.channels.wechat.answering import Answering, patience
from bot.channels.wechat.api import Api
from bot.channels.wechat.backlog import Backlog
from bot.channels.wechat.gate import Gate, LetIn, NotLetIn
from bot.channels.wechat.keys import keys
from bot.channels.wechat.news import News
from bot.channels.wechat.passive import ACKNOWLEDGED, answer, encrypted
from bot.channels.wechat.pictures import WeChatPictures
from bot.channels.wechat.reading import Push, understood
from bot.channels.wechat.render import letters, rendered
from bot.channels.wechat.sending import WeChatCarrier
from bot.channels.wechat.token import Account, Tokens
from bot.channels.wechat.windows import Slots, heard
from bot.conversation.service import LARGEST, Service
from bot.errors import StoreUnavailable
from bot.logs import log
from bot.outbox.post import Post
from bot.settings import Settings
from bot.store.database import Database

PATH = "/wechat"
# So long the first letter waits for the push to take it along: what is left of it if the process
# ends in between goes out by customer service afterwards.
HOLD = timedelta(seconds=20)
_WORDS = {
    400: "不是微信的消息。",
    403: "这个地址只收微信的消息。",
    413: "这条消息太长了，请短一点。",
}
Sleep = Callable[[float], Awaitable[None]]


class WeChatDoor:
    """The account, its carrier, and the address that WeChat pushes to.

    ``written`` calls the courier; ``deadline`` returns when it is too late to answer with a push.
    Raises Misconfigured for settings that cannot work.
    """

    name = CHANNEL

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        written: Callable[[], None],
        deadline: Callable[[], Awaitable[None]] = patience,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.account = account(settings, database, clock)
        self._gate = Gate(keys(settings), clock)
        self._clock, self._written, self._deadline = clock, written, deadline
        self._file_link = partial(file_link, settings.public_url)
        self.carrier = WeChatCarrier(
            self.account, Slots(database, clock), settings.wechat_templates, self._file_link, clock
        )
        self.post = Post(letters, HOLD, heard, written)
        self.pictures = WeChatPictures(self.account, LARGEST)
        self.backlog = Backlog(sleep=sleep)
        self._news = News(database, clock, sleep)
        self._answering: Answering | None = None
        self._aside: set[asyncio.Task[None]] = set()

    def open(self, service: Service) -> APIRouter:
        self._answering = Answering(
            service, self.backlog, self._clock, self._written, self._deadline
        )
        routes = APIRouter()
        routes.get(PATH, include_in_schema=False)(self.echo)
        routes.post(PATH, include_in_schema=False)(self.push)
        return routes

    async def start(self) -> None:
        """Nothing: WeChat comes by itself."""

    async def stop(self) -> None:
        if self._answering:
            await self._answering.stop()
        for task in self._aside:
            task.cancel()
        await self.backlog.stop()
        await self.account.api.close()

    async def echo(self, request: Request) -> Response:
        """The check of our address when it is set on the account's server page."""
        try:
            return Response(self._gate.echo(request.query_params), media_type="text/plain")
        except NotLetIn as error:
            raise _refusal(error) from error

    async def push(self, request: Request) -> Response:
        try:
            let_in = await self._gate.push(request.query_params, request.stream())
            push = understood(let_in.xml, self._clock())
        except NotLetIn as error:
            raise _refusal(error) from error
        except ClientDisconnect as error:
            raise HTTPException(400, _WORDS[400]) from error
        except ValueError as error:
            log.warning("wechat_push_refused", status=400, why="not a push")
            raise HTTPException(400, _WORDS[400]) from error
        return self._response(push, let_in, await self._taken(push))

    async def _taken(self, push: Push) -> Outgoing | None:
        assert self._answering is not None  # noqa: S101 - routes exist only once it is open
        if push.inbound:
            return await self._answering.answer(push.inbound)
        if push.gone:
            await self._gone(push)
        elif push.delivery:
            self._later(self._news.delivered(push.follower, push.delivery))
        return None

    async def _gone(self, push: Push) -> None:
        try:
            if self.backlog.holds(push.follower):
                raise StoreUnavailable("what they said before has to be first")
            await self._news.gone(push)
        except StoreUnavailable:
            work, key = partial(self._news.gone, push), f"{push.follower}/gone{push.created}"
            self.backlog.add(key, push.follower, work, beyond=True)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    def _response(self, push: Push, let_in: LetIn, said: Outgoing | None) -> Response:
        if said is None:
            return Response(ACKNOWLEDGED, media_type="text/plain")
        seconds = int(self._clock().timestamp())
        xml = answer(push, rendered(said, self._file_link), seconds)
        if let_in.crypto:
            xml = encrypted(xml, let_in.crypto, let_in.nonce, seconds)
        # The rest of the reply follows when its beginning is on its way.
        rest = BackgroundTask(self._called)
        return Response(xml, media_type="application/xml", background=rest)

    async def _called(self) -> None:
        self._written()


def account(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Account:
    """The account's API. Raises Misconfigured."""
    known = keys(settings)
    api = Api(known.app_id, settings.wechat_api)
    return Account(api, Tokens(api, known.secret, database, clock))


def file_link(public_url: str | None, file_id: str) -> str | None:
    """Address of a stored file; its id is its secret."""
    return f"{public_url}/files/{file_id}" if public_url else None


def _refusal(error: NotLetIn) -> HTTPException:
    log.warning("wechat_push_refused", status=error.status, why=str(error))
    return HTTPException(error.status, _WORDS[error.status])
