"""Codes that members make: for a successor, a colleague, an institution, or their own other phone."""

from bot.institutions import bind_codes
from bot.institutions.permissions import Action
from bot.members.member import Place
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.audits import Deed
from bot.store.institution_models import BindCode

_MOST = 5


async def hand_over(visit: Visit, command: Command) -> bool:
    """「我要交接给新园长」."""
    return await _invited(visit, "director")


async def invite(visit: Visit, command: Command) -> bool:
    """「给保健老师绑定码」."""
    if "副" in command.rest:
        return await _invited(visit, "deputy")
    health = "保健" in command.rest
    return await _invited(visit, "health_officer" if health else "director")


async def _invited(visit: Visit, role: str) -> bool:
    if not visit.member.places:
        visit.say("请说是给哪一家，比如“给春苗托育园绑定码”。")
        return True
    director = role == "director"
    place = visit.one_place(Action.INVITE_DIRECTOR if director else Action.INVITE_STAFF)
    if place:
        await _made(visit, place, role)
    return True


async def for_institution(visit: Visit, command: Command) -> bool:
    """「给春苗托育园绑定码」: an officer's."""
    if not visit.member.regions:
        return False
    found = [
        Place(row.id, row.name, row.region, row.closed_on, visit.member.actor.label)
        for row in await visit.rows.institutions.called(command.rest.strip())
    ]
    places = [
        p for p in found if visit.allowed(Action.INVITE_DIRECTOR, p.target(visit.today))
    ]  # fmt: skip
    if len(places) == 1:
        await _made(visit, places[0], "director")
    elif places:
        names = "、".join(place.name for place in places[:_MOST])
        visit.say(f"“{command.rest}”对得上{len(places)}家：{names}。请写全名。")
    else:
        visit.say(f"您的辖区里没有叫“{command.rest[:20]}”、还开着的机构，请写全名再试。")
    return True


async def another(visit: Visit, command: Command) -> bool:
    """「换个号也收提醒」: a code for the same person's other phone."""
    person = visit.member.person
    if person is None:
        return False
    code, hashed = _new(visit)
    label = visit.member.actor.label
    row = bind_codes.for_person(person, hashed, label, visit.now)
    await _offered(visit, row)
    visit.say(f"您另一个号的绑定码：{bind_codes.shown(code)}（1小时内用一次，别给别人）")
    visit.done(f"用法：在另一个号里打开托育通，发“绑定 {bind_codes.shown(code)}”。")
    return True


async def _made(visit: Visit, place: Place, role: str) -> None:
    code, hashed = _new(visit)
    row = bind_codes.for_institution(place.id, role, hashed, place.label, visit.now)
    await _offered(visit, row)
    shown, days = bind_codes.shown(code), bind_codes.LIFE.days
    visit.say(f"{place.name}{bind_codes.ROLES[role]}的绑定码：{shown}（{days}天内用一次）")
    visit.done(f"用法：请对方在微信或 Telegram 里打开托育通，发“绑定 {shown}”。")
    if role == "director":
        visit.say("对方一用，负责人就换成对方，以前的负责人不再收提醒。")


def _new(visit: Visit) -> tuple[str, str]:
    """A code and what is kept of it."""
    code = bind_codes.make(visit.means.pick)
    return code, bind_codes.digest(visit.means.key(), code)


async def _offered(visit: Visit, row: BindCode) -> None:
    await visit.rows.bindings.offer(row)
    told = {"role": row.role, "region": row.region}
    deed = Deed(row.made_by, "code.make", row.institution_id, after=told)
    await visit.rows.audits.write(deed, visit.now)
