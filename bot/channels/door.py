"""A platform's way in and out: what the server opens for each channel that is configured."""

from typing import Protocol

from fastapi import APIRouter

from bot.conversation.service import Pictures, Service
from bot.outbox.courier import Carrier
from bot.outbox.post import Post


class Door(Protocol):
    """``open`` is called once, before the server starts; its routes are added to the server's.

    ``start`` and ``stop`` surround the time in which messages come and go.
    """

    @property
    def name(self) -> str: ...
    @property
    def post(self) -> Post: ...
    @property
    def pictures(self) -> Pictures: ...
    @property
    def carrier(self) -> Carrier: ...

    def open(self, service: Service) -> APIRouter | None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
