"""What the Bot API can do instead of what it should."""

from dataclasses import dataclass, replace

from tests.fakes.telegram_wire import Response, as_json


@dataclass(frozen=True)
class Fault:
    """``taken``: the call has its effect all the same. ``response``: instead of the true one."""

    response: Response
    taken: bool = False


def error(status: int, description: str, **parameters: int) -> Fault:
    told = {"ok": False, "error_code": status, "description": description}
    return Fault(as_json(status, told | ({"parameters": parameters} if parameters else {})))


def bad(description: str) -> Fault:
    return error(400, f"Bad Request: {description}")


def too_many(seconds: int) -> Fault:
    return error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat: int) -> Fault:
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return error(400, description, migrate_to_chat_id=chat)


BLOCKED = error(403, "Forbidden: bot was blocked by the user")
NO_CHAT = bad("chat not found")
WRONG_TOKEN = error(401, "Unauthorized")
CONFLICT = error(409, "Conflict: terminated by other getUpdates request")
BROKEN = Fault(Response(502, b"<html><h1>502 Bad Gateway</h1></html>"))
NONSENSE = Fault(Response(200, b"<html>Welcome to our hotel</html>"))
SILENT = Fault(Response(late=True))
CUT = Fault(Response(body=None))
# The message arrives; the word of it does not.
TAKEN_AND_CUT = replace(CUT, taken=True)
TAKEN_AND_SILENT = replace(SILENT, taken=True)
