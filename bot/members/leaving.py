"""Unbinding, and the deletion of all that is kept of somebody."""

from bot.members.binding import forget_unbound
from bot.members.errand import Errand
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.audits import Deed
from nlu.entities.yes_no import yes_no

_YES_NO = (("是，解绑", "yes"), ("不解绑", "no"))
_DELETE = (("是，全部删掉", "yes"), ("不删", "no"))
_ALL = "all"


async def unbind(visit: Visit, command: Command) -> bool:
    """「解绑」: from which, and sure?"""
    held = _held(visit)
    if len(held) == 1:
        return _sure(visit, held[0])
    options = [(name, value) for value, name in held] + [("全部解绑", _ALL)]
    visit.ask("unbind", "which", "要解绑哪一个？", options)
    return True


async def which(visit: Visit, errand: Errand, value: str | None) -> bool:
    held = [*_held(visit), (_ALL, "全部")]
    found = next((h for h in held if value == h[0] or (not value and visit.text == h[1])), None)
    return _sure(visit, found) if found else False


def _held(visit: Visit) -> list[tuple[str, str]]:
    """All that somebody is bound to: a value for the button, and its name."""
    regions = visit.means.library.regions
    return [
        *((str(place.id), place.name) for place in visit.member.places),
        *((f"r{code}", regions.full_name(code)) for code in sorted(visit.member.regions)),
    ]


def _sure(visit: Visit, found: tuple[str, str]) -> bool:
    value, name = found
    prompt = (
        f"要解绑{name}吗？解绑以后您不再收到它的提醒，也看不到它的事。"
        "换园长请改发“交接”，不用解绑。"
    )
    visit.ask("unbind", "sure", prompt, _YES_NO, {"which": value})
    return True


async def sure(visit: Visit, errand: Errand, value: str | None) -> bool:
    said = _answer(visit, value)
    if said is None:
        return False
    visit.errand = None
    if not said:
        visit.say("好，没有解绑。")
        return True
    await _unbound(visit, errand.facts.get("which", ""))
    visit.done("解绑了。以后要再用，请找园长或主管部门要新的绑定码。")
    return True


async def _unbound(visit: Visit, which: str) -> None:
    member = visit.member
    if member.person is None:
        return
    bound, posts = await visit.rows.persons.roles(member.person)
    ended = [b for b in bound if which in (_ALL, str(b.institution_id))]
    for row in ended:
        await visit.rows.bindings.unbind(row.id)
        deed = Deed(f"{row.role}:{row.id}", "unbind", row.institution_id, before={"role": row.role})
        await visit.rows.audits.write(deed, visit.now)
    for post in posts:
        if which in (_ALL, f"r{post.region}"):
            await visit.rows.bindings.dismiss(post.id)
            await visit.rows.institutions.touch_region(post.region)
            told = {"role": "officer", "region": post.region}
            deed = Deed(f"officer:{post.id}", "unbind", before=told)
            await visit.rows.audits.write(deed, visit.now)
    await visit.replan({row.institution_id for row in ended})
    await forget_unbound(visit.rows, member.channel, member.address)


def _answer(visit: Visit, value: str | None) -> bool | None:
    return value == "yes" if value in ("yes", "no") else yes_no(visit.text)
