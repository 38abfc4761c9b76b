"""The access token: WeChat's stable one, kept in the database for all replicas."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.channels.wechat.api import Api, ApiError
from bot.store.database import Database

ENDPOINT = "stable_token"
# Codes that say that the token is the trouble.
REFUSED = frozenset({40001, 40014, 42001})
# WeChat hands out the next token five minutes before the end of one, and both work until then.
_EARLY = timedelta(minutes=5)
# A forced refresh may be had twenty times a day, and ends the token that others may be using.
_FORCED_EVERY = timedelta(minutes=5)


async def fetched(api: Api, secret: str, *, force: bool = False) -> tuple[str, timedelta]:
    """The token and how long it is good; without ``force`` the one that others use too.

    Raises ApiError.
    """
    body = {
        "grant_type": "client_credential",
        "appid": api.app_id,
        "secret": secret,
        "force_refresh": force,
    }
    return _token(await api.call(ENDPOINT, None, body))


class Tokens:
    """Gets the token, one fetch for all who wait for it."""

    def __init__(
        self, api: Api, secret: str, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._api, self._secret = api, secret
        self._database, self._clock = database, clock
        self._name = f"wechat/{api.app_id}"
        self._turn = asyncio.Lock()
        self._forced_at: datetime | None = None

    async def get(self) -> str:
        """Raises ApiError, StoreUnavailable."""
        kept = await self._kept()
        if kept:
            return kept
        async with self._turn:
            return await self._kept() or await self._fetch(force=False)

    async def renewed(self, refused: str) -> str:
        """Another token than the one that was refused. Raises ApiError, StoreUnavailable."""
        async with self._turn:
            kept = await self._kept()
            if kept and kept != refused:
                return kept  # somebody was here before
            fetched = await self._fetch(force=False)
            return fetched if fetched != refused else await self._forced()

    async def _forced(self) -> str:
        now = self._clock()
        if self._forced_at and now - self._forced_at < _FORCED_EVERY:
            raise ApiError(40001, "every token is refused")
        self._forced_at = now
        return await self._fetch(force=True)

    async def _kept(self) -> str | None:
        async with self._database.unit() as rows:
            return await rows.contacts.token(self._name, self._clock())

    async def _fetch(self, *, force: bool) -> str:
        token, lasts = await fetched(self._api, self._secret, force=force)
        good_until = self._clock() + max(lasts - _EARLY, lasts / 2)
        async with self._database.unit() as rows:
            await rows.contacts.keep_token(self._name, token, good_until)
        return token


class Account:
    """The API with a token; a token that is refused is renewed once."""

    def __init__(self, api: Api, tokens: Tokens) -> None:
        self.api, self.tokens = api, tokens

    async def call(self, endpoint: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """POST ``body``, or GET without one. Raises ApiError, StoreUnavailable."""
        token = await self.tokens.get()
        try:
            return await self.api.call(endpoint, token, body)
        except ApiError as error:
            if error.code not in REFUSED:
                raise
        return await self.api.call(endpoint, await self.tokens.renewed(token), body)

    async def media(self, media_id: str, most: int) -> bytes | None:
        """What a follower sent; None for more bytes than ``most``.

        Raises ApiError, StoreUnavailable.
        """
        token = await self.tokens.get()
        try:
            return await self.api.media(token, media_id, most)
        except ApiError as error:
            if error.code not in REFUSED:
                raise
        return await self.api.media(await self.tokens.renewed(token), media_id, most)


def _token(answer: dict[str, Any]) -> tuple[str, timedelta]:
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(seconds, int) or seconds <= 0:
        raise ApiError(None, "an answer without a token")
    return token, timedelta(seconds=seconds)
