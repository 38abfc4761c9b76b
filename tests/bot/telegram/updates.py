"""Updates as Telegram writes them."""

from typing import Any

CHAT = 700000001


def _chat(chat: int, kind: str = "private") -> dict[str, Any]:
    return {"id": chat, "type": kind, "first_name": "王"}


def message(number: int, chat: int = CHAT, kind: str = "private", **more: Any) -> dict[str, Any]:
    sender = {"id": abs(chat), "is_bot": False, "first_name": "王"}
    said = {"message_id": number, "date": 1795312800, "chat": _chat(chat, kind), "from": sender}
    return {"update_id": number, "message": said | more}


def said(number: int, text: str, chat: int = CHAT) -> dict[str, Any]:
    return message(number, chat, text=text)


def pressed(
    number: int, data: str, label: str | None, chat: int = CHAT, above: int = 5
) -> dict[str, Any]:
    """``label`` None: the message is too old to be sent along."""
    shown = {"message_id": above, "date": 1795312800 if label else 0, "chat": _chat(chat)}
    if label:
        other = {"text": "别的", "callback_data": "x=y"}
        button = {"text": label, "callback_data": data}
        shown |= {"text": "？", "reply_markup": {"inline_keyboard": [[other], [button]]}}
    sender = {"id": chat, "is_bot": False, "first_name": "王"}
    query = {"id": f"q{number}", "from": sender, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query | {"message": shown}}


def member(number: int, status: str, chat: int = CHAT, kind: str = "private") -> dict[str, Any]:
    bot = {"id": 123456, "is_bot": True, "first_name": "托育通"}
    new = {"user": bot, "status": status, "until_date": 0}
    changed = {
        "chat": _chat(chat, kind),
        "from": {"id": abs(chat), "is_bot": False, "first_name": "王"},
        "date": 1795312800,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": new,
    }
    return {"update_id": number, "my_chat_member": changed}


PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 3}
