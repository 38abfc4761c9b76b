"""A child's calendar to subscribe to: its address is secret, and can be made void."""

from datetime import datetime

from bot.calendar.child import ahead, feed
from bot.family import keeping
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command
from bot.settings import CHINA
from content.child.shelf import ChildShelf
from content.child.timeline import timeline

MEDIA = "text/calendar"
# Channels that take a document in place of an address.
_DOCUMENTS = frozenset({"telegram", "web"})
_HOW = (
    "苹果手机：点开链接，选“订阅”。安卓手机：在日历里选“添加订阅日历”，把链接贴进去。"
    "日子变了，日历会跟着变。链接别发给外人；不想要了，说“取消日历订阅”。"
)
_NO_ADDRESS = "这里还没有对外的网址，做不了订阅链接。可以说“宝宝接下来要做什么”，我把日子列给您。"


async def send(visit: Visit, said: Command, kid: Kid) -> None:
    """「把日历发我」「订阅日历」."""
    if kid.id is None:
        keeping.offer(visit, [kid] if not kid.rough else visit.told or [kid])
        return
    if visit.means.public_url is None:
        await _as_file(visit, kid)
        return
    link = visit.means.link(f"/calendar/child/{await _secret(visit, kid)}.ics")
    visit.say(f"{kid.label}的疫苗和体检日历：\n{link}\n{_HOW}")


async def _as_file(visit: Visit, kid: Kid) -> None:
    if visit.channel not in _DOCUMENTS:
        visit.say(_NO_ADDRESS)
        return
    content = calendar(kid, visit.now, visit.shelf)
    await visit.document(f"{kid.label}的疫苗和体检.ics", MEDIA, content)
    visit.say("点开这个文件，就能加到手机日历里。以后日子变了它不会自己变，要再发一次。")


async def _secret(visit: Visit, kid: Kid) -> str:
    if kid.feed:
        return kid.feed
    row = await visit.rows.children.get(kid.id or 0)
    secret = visit.means.make_id()
    if row:
        row.child.feed = secret
        await visit.rows.session.flush()
        await visit.reload()
    return secret


async def end(visit: Visit, said: Command) -> None:
    """「取消日历订阅」: the addresses of all their children are void."""
    count = 0
    for kid in visit.kids:
        row = await visit.rows.children.get(kid.id or 0)
        if row and row.child.feed:
            row.child.feed = None
            count += 1
    await visit.rows.session.flush()
    await visit.reload()
    if count:
        visit.done("好，原来的链接作废了，谁也打不开了。再要的话，说“订阅日历”。")
    else:
        visit.say("没有订阅的日历。要的话，说“订阅日历”。")


def calendar(kid: Kid, now: datetime, shelf: ChildShelf) -> bytes:
    """The feed of what is to come."""
    local = now.astimezone(CHINA)
    items = ahead(timeline(kid.child(), local.date(), shelf), local)
    return feed(f"c{kid.id}", kid.name, items, now)
