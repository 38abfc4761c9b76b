"""Signed addresses of calendars, and how somebody subscribes to one.

The address names a binding by number and moment. When it ends, or is made anew, the address is
dead: that is how somebody takes it back.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.store.institution_models import Binding
from bot.web.identity import Identity

_PURPOSE = "calendar link"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Named:
    """The binding that an address was made for; numbers are given anew, moments are not."""

    binding: int
    moment: int

    def is_of(self, binding: Binding) -> bool:
        return self == named(binding)


def named(binding: Binding) -> Named:
    return Named(binding.id, (binding.bound_at - _EPOCH) // _MICROSECOND)


def calendar_link(identity: Identity, public_url: str, binding: Binding) -> str:
    """The address of the calendar of who is bound; whoever has it sees what they may see."""
    told = named(binding)
    packed = base64.urlsafe_b64encode(json.dumps([told.binding, told.moment]).encode()).decode()
    token = identity.derived(_PURPOSE).sign(packed.rstrip("="))
    return f"{public_url}/calendar/{token}.ics"


def read(identity: Identity, token: str) -> Named | None:
    """Whom an address was made for; None for one that we did not sign."""
    packed = identity.derived(_PURPOSE).person(token)
    if packed is None:
        return None
    binding, moment = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return Named(binding, moment)


def subscribing(link: str) -> str:
    """How to get it into a phone; most open a webcal address by themselves."""
    webcal = f"webcal://{link.partition('://')[2]}"
    return (
        "把要办的事放进手机日历，到期前一周和前一天手机会提醒：\n"
        f"苹果手机：点这个地址，再点“订阅”：{webcal}\n"
        f"安卓手机：在日历的设置里找“订阅日历”或“通过网址添加”，贴上：{link}\n"
        "这个地址只给您自己用，别转给别人；解绑以后它就打不开了。"
    )
