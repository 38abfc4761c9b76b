"""The Bot API as we use it: keeps what arrived, holds us to its limits, misbehaves when told to.

``fail("sendMessage", too_many(7), CUT)`` makes the next two calls of that method go wrong, one
after the other; everything else works. ``moved``: chats that have another number now. ``updates`` are what ``getUpdates`` gives.
"""

import asyncio
import json
import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote

from tests.fakes.telegram_faults import WRONG_TOKEN, Fault, bad, error, migrated
from tests.fakes.telegram_wire import Request, Response, Upload, Wire, as_json

TOKEN = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
_METHOD = re.compile(r"/bot([^/]+)/(\w+)")
_TAG = re.compile(r"</?(?:b|i|a|blockquote)(?: [^<>]*)?>")
_MARK = re.compile(r"<|>|&(?!(?:lt|gt|amp|quot|#\d+);)")
_LIMITS = {"text": 4096, "caption": 1024}
_JSON = {"reply_markup", "allowed_updates", "commands", "menu_button", "link_preview_options"}


@dataclass(frozen=True)
class Call:
    method: str
    arguments: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def chat(self) -> int:
        return int(self.arguments["chat_id"])

    @property
    def shown(self) -> str:
        """The text as a person sees it."""
        given = str(self.arguments.get("text", self.arguments.get("caption", "")))
        return unescape(_TAG.sub("", given)) if "parse_mode" in self.arguments else given

    @property
    def buttons(self) -> list[dict[str, str]]:
        markup = self.arguments.get("reply_markup", {})
        return [button for row in markup.get("inline_keyboard", []) for button in row]


class TelegramFake:
    """One bot's API. Use as ``async with``; ``address`` is what the settings get."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.updates: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {"url": ""}
        self.kept: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, int] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._wire = Wire(self._answer)
        self._arrived = asyncio.Condition()

    @property
    def address(self) -> str:
        return self._wire.address

    async def __aenter__(self) -> "TelegramFake":
        await self._wire.open()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._wire.close()

    def fail(self, method: str, *faults: Fault) -> None:
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def sent(self, chat: int | None = None) -> list[Call]:
        """What people see, in the order of its arrival."""
        found = [call for call in self.calls if call.method.startswith("send")]
        return [call for call in found if chat is None or call.chat == chat]

    async def until(self, method: str, count: int) -> list[Call]:
        """Wait for the ``count``-th call of a method that had its effect."""
        async with asyncio.timeout(20), self._arrived:
            await self._arrived.wait_for(lambda: len(self.called(method)) >= count)
        return self.called(method)

    # --- one call -----------------------------------------------------------------------------
    async def _answer(self, request: Request) -> Response:
        if unquote(request.path).startswith(f"/file/bot{TOKEN}/"):
            return Response(body=self.files[request.path.rpartition("/")[2]])
        called = _METHOD.fullmatch(request.path)
        if called is None or called[1] != TOKEN:
            return WRONG_TOKEN.response
        name = called[2]
        call = Call(
            name,
            {k: json.loads(v) if k in _JSON else v for k, v in request.arguments.items()},
            request.files,
        )
        fault = self._faults[name].popleft() if self._faults[name] else None
        moved = self.moved.get(str(call.arguments.get("chat_id")))
        fault = migrated(moved) if moved else fault
        if fault and not fault.taken:
            return fault.response
        response = self._carried_out(call)
        async with self._arrived:
            self._arrived.notify_all()
        return fault.response if fault else response

    def _carried_out(self, call: Call) -> Response:
        wrong = _wrong(call)
        if wrong:
            return wrong.response
        work = getattr(self, f"_{call.method}", None)
        if work is None and not call.method.startswith("setMy"):
            return error(404, "Not Found").response
        self.calls.append(call)
        if work is None or call.method == "setChatMenuButton":
            self.kept[call.method] = call.arguments
            return as_json(200, {"ok": True, "result": True})
        return as_json(200, {"ok": True, "result": work(call)})

    def _sent(self, call: Call) -> dict[str, Any]:
        me = self._getMe(call)
        chat = {"id": call.chat, "type": "private", "first_name": "人"}
        number = len(self.calls)
        return {"message_id": number, "date": 1795312800, "chat": chat, "from": me,
                "text": call.shown}  # fmt: skip

    _sendMessage = _sendPhoto = _sendDocument = _sent
    _editMessageReplyMarkup = _sent

    def _setChatMenuButton(self, call: Call) -> bool:
        return True

    _answerCallbackQuery = _setChatMenuButton

    def _getMe(self, call: Call) -> dict[str, Any]:
        return {"id": 123456, "is_bot": True, "first_name": "托育通", "username": "tuoyu_bot"}

    def _getFile(self, call: Call) -> dict[str, Any]:
        name = str(call.arguments["file_id"])
        size = len(self.files[name])
        return {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": name}

    def _setWebhook(self, call: Call) -> bool:
        self.webhook = dict(call.arguments)
        return True

    def _deleteWebhook(self, call: Call) -> bool:
        self.webhook = {"url": ""}
        return True

    def _getWebhookInfo(self, call: Call) -> dict[str, Any]:
        info = {k: v for k, v in self.webhook.items() if k != "secret_token"}
        waiting = {"pending_update_count": len(self.updates), "has_custom_certificate": False}
        return waiting | info

    def _getUpdates(self, call: Call) -> list[dict[str, Any]]:
        """What was not confirmed by the offset; answers at once, where Telegram would wait."""
        offset = int(call.arguments.get("offset", 0))
        self.updates = [u for u in self.updates if u.get("update_id", offset) >= offset]
        return self.updates[:100]


def _wrong(call: Call) -> Fault | None:
    """What Telegram would refuse of a message."""
    given = call.arguments
    if call.method == "sendMessage" and not call.shown.strip():
        return bad("message text is empty")
    if any(
        len(call.shown.encode("utf-16-le")) // 2 > most for k, most in _LIMITS.items() if k in given
    ):
        return bad("message is too long")
    marked = str(given.get("text", "")) if "parse_mode" in given else ""
    if _MARK.search(_TAG.sub("", marked)) or marked.count("<") % 2:
        return bad("can't parse entities")
    if any(not b["text"] for b in call.buttons) or len(call.buttons) > 100:
        return bad("inline keyboard button text can't be empty")
    if any(not 1 <= len(b.get("callback_data", "·").encode()) <= 64 for b in call.buttons):
        return bad("BUTTON_DATA_INVALID")
    return None
