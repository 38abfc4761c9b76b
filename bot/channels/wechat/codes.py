"""What WeChat's error codes mean for a letter."""

import re
from datetime import datetime, time, timedelta

from bot.channels.wechat.api import ApiError
from bot.channels.wechat.token import REFUSED
from bot.outbox.outcome import Later, Outcome, Refused, Unreachable
from bot.settings import CHINA

# The window is closed, or what it allowed is used up.
CLOSED = frozenset({45015, 45047})
_GONE = {43004: "does not follow us", 43019: "blocked us", 40003: "no follower of this account"}
_NEVER = {
    40037: "the template is unknown",
    47003: "a field does not fit the template",
    48001: "the account may not do this",
    43101: "they do not take such messages",
    45002: "too long",
    45015: "no window is open",
    45047: "the window is used up",
}
_DAILY = 45009
UNLISTED = 40164
# With wrong credentials or an address that is not listed all fails until an operator helps.
_CREDENTIALS = {40013, 40125, 41002, 41004}
_OPERATOR = 60.0
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def outcome(error: ApiError, now: datetime) -> Outcome:
    """What to do with the letter; of codes that we do not know to try again, a while."""
    code, why = error.code, str(error)
    if code == _DAILY:
        return Later("today's quota is used up", until_tomorrow(now))
    if code == UNLISTED:
        return Later(unlisted(error), _OPERATOR)
    if code in _CREDENTIALS:
        return Later(f"app id or secret is wrong; run tuoyu doctor ({why})", _OPERATOR)
    if code in REFUSED:
        return Later(f"the access token is refused ({why})")
    if code in _GONE:
        return Unreachable(f"{_GONE[code]} ({code})")
    if code in _NEVER:
        return Refused(f"{_NEVER[code]} ({why})")
    return Later(why)


def unlisted(error: ApiError) -> str:
    """Which address the account's IP list lacks."""
    return f"add {unlisted_address(error) or 'this server'} to the account's IP list (40164)"


def unlisted_address(error: ApiError) -> str | None:
    """This server's address as WeChat sees it: it is in its message."""
    found = _ADDRESS.search(error.why)
    return found[0] if found else None


def until_tomorrow(now: datetime) -> float:
    """Seconds until some minutes into the next day in China, when quotas start anew."""
    here = now.astimezone(CHINA)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(0, 5), CHINA)
    return (tomorrow - here).total_seconds()
