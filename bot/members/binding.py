"""Binding by a one-time code: who says it acts for an institution, a region, or is somebody we know."""

from datetime import timedelta

from bot.channels.outgoing import Text
from bot.conversation.messages import Status
from bot.institutions import bind_codes
from bot.members.errand import Errand
from bot.members.overview import summary
from bot.members.snapshot import load
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.audits import Deed
from bot.store.institution_models import BindCode, Binding, Officer
from bot.store.repository import Repository

# So many wrong codes of one address within an hour; then none is looked at for a while.
TRIES = 5
_WITHIN = timedelta(hours=1)
_ASK = "请把绑定码发给我，十个字母和数字，像 7K3M9-Q2XWT 这样。"
HOW = "绑定要一个绑定码：园长向当地托育主管部门要，园里其他人向园长要。拿到后发“绑定 7K3M9-Q2XWT”这样的话给我。"
_KEPT = "我们只记：您的这个号、员工的姓名和岗位、办事的日期，只用来提醒；主管部门看得到哪些没办。"
_LEAVE = "不想用了发“解绑”，要全部删掉发“删除我的数据”。"
_STAFF = "加员工发“加员工 王芳 保育员 2026年3月5日体检”这样一句就行。"
NO_PUSH = "这里收不到提醒，只能查和记。要收提醒，发“换个号也收提醒”，再到微信或 Telegram 里绑一次。"


async def how(visit: Visit, command: Command) -> bool:
    visit.say(HOW)
    return True


async def bind(visit: Visit, command: Command) -> bool:
    """「绑定 7K3M9-Q2XWT」, a link, a picture that was scanned."""
    if not command.rest.strip():
        visit.ask("bind", "code", _ASK)
        return True
    return await _tried(visit, command.rest)


async def code(visit: Visit, errand: Errand, value: str | None) -> bool:
    """The code that we asked for."""
    if bind_codes.read(visit.text) is None:
        return False
    visit.errand = None
    return await _tried(visit, visit.text)


async def _tried(visit: Visit, typed: str) -> bool:
    """What becomes of a code that somebody gave."""
    visit.refused = [at for at in visit.refused if visit.now - at < _WITHIN]
    if len(visit.refused) >= TRIES:
        visit.say("绑定码错得太多，先歇一会儿，过一小时再试，或者请给您码的人重发一个。")
        visit.reply.status = Status.DECLINED
        return True
    read = bind_codes.read(typed)
    if read is None:
        visit.say(f"这个绑定码看着不全。{_ASK}")
        visit.reply.status = Status.ASKED
        return True
    hashed = bind_codes.digest(visit.means.key(), read)
    found = await visit.rows.bindings.code(hashed, visit.now)
    if found is None or not await _used(visit, found):
        visit.refused.append(visit.now)
        visit.say("这个绑定码不对，或者已经用过、过期了。请对一遍，还不行就请给您码的人重发一个。")
        visit.reply.status = Status.DECLINED
    return True


async def _used(visit: Visit, found: BindCode) -> bool:
    to = (visit.member.channel, visit.member.address)
    if found.person_id is not None:
        return await _joined(visit, found, found.person_id)
    before = []
    if found.institution_id is not None and found.replaces:
        bound = await visit.rows.bindings.of_institution(found.institution_id)
        before = [b for b in bound if b.role == found.role and (b.channel, b.address) != to]
    made = await visit.rows.bindings.redeem(found.digest, to, visit.now)
    if made is None:
        return False
    await visit.rows.persons.ensure(*to)
    if isinstance(made, Officer):
        await _appointed(visit, made)
    else:
        await _bound(visit, made, before)
    return True


async def _bound(visit: Visit, made: Binding, before: list[Binding]) -> None:
    label = f"{made.role}:{made.id}"
    told = Deed(label, "bind", made.institution_id, after={"role": made.role})
    await visit.rows.audits.write(told, visit.now)
    visit.member = await load(visit.rows, visit.member.channel, visit.member.address)
    place = visit.place(made.institution_id)
    if place is None:
        return
    for old in before:
        await _replaced(visit, old, place.name)
    await visit.replan([place.id])
    visit.done(f"绑好了：您是{place.name}的{bind_codes.ROLES[made.role]}。")
    visit.say(f"{_KEPT}{_LEAVE}")
    if not visit.means.pushes(visit.member.channel):
        visit.say(NO_PUSH)
    await summary(visit, place, 4)
    visit.say(_STAFF)


async def _replaced(visit: Visit, old: Binding, name: str) -> None:
    """Who had the role before is told, and forgotten where they are bound to nothing else."""
    if visit.means.pushes(old.channel):
        said = Text(text=f"{name}的负责人换人了，以后的提醒不再发给您。要是弄错了，请找主管部门。")
        key = f"replaced/{old.id}/{int(visit.now.timestamp())}"
        to = (old.channel, old.address)
        await visit.rows.letters.put(key, to, said.model_dump(mode="json"), visit.now)
    await forget_unbound(visit.rows, old.channel, old.address)


async def _appointed(visit: Visit, made: Officer) -> None:
    told = Deed(
        f"officer:{made.id}", "bind", None, after={"role": "officer", "region": made.region}
    )
    await visit.rows.audits.write(told, visit.now)
    visit.member = await load(visit.rows, visit.member.channel, visit.member.address)
    name = visit.means.library.regions.full_name(made.region)
    # Thousands may lie in it: they are planned by the next tick, not within this message.
    await visit.rows.institutions.touch_region(made.region)
    visit.done(f"绑好了：您是{name}的{bind_codes.ROLES['officer']}。")
    visit.say("发“还有什么要办的”看各园过期和快到期的；发“给某某园绑定码”给园长开码。" + _LEAVE)
    if not visit.means.pushes(visit.member.channel):
        visit.say(NO_PUSH)


async def _joined(visit: Visit, found: BindCode, person: int) -> bool:
    """Another address of a person whom we know."""
    member = visit.member
    if member.person == person:
        visit.say("这个号已经绑过了，请在您的另一个号里发这个码。")
        return True
    if not await visit.rows.bindings.spend(found.digest):
        return False
    await visit.rows.persons.join(person, member.channel, member.address)
    visit.member = await load(visit.rows, member.channel, member.address)
    visit.done(
        f"好了，这个号也是您的了：{'、'.join(p.name for p in visit.member.places) or '辖区'}。"
    )
    await visit.rows.audits.write(Deed(visit.member.actor.label, "join"), visit.now)
    await visit.replan([p.id for p in visit.member.places])
    if visit.means.pushes(member.channel):
        visit.say("想以后先发到这里，发“以后发到微信”或“以后发到Telegram”。")
    else:
        visit.say(NO_PUSH)
    return True


async def forget_unbound(rows: Repository, channel: str, address: str) -> None:
    """Keep nobody who is bound to nothing."""
    person = await rows.persons.of(channel, address)
    if person is None or any(await rows.persons.roles(person.id)):
        return
    for row in await rows.persons.addresses(person.id):
        await rows.persons.forget(row.channel, row.address)
