"""What somebody said last that was done, taken back."""

from datetime import timedelta

from bot.institutions.permissions import Action
from bot.members import days, own_duties
from bot.members.digests import owned
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institutions import Owner

# What was said longer ago is corrected with its name and day.
_UNDONE = timedelta(days=7)


async def undo(visit: Visit, command: Command) -> bool:
    """「搞错了」: what they said last was not done."""
    places = visit.places(Action.CONFIRM)
    labels = [place.label for place in places]
    last = await visit.rows.institutions.last_deed([p.id for p in places], labels)
    if last is None or visit.now - last.at > _UNDONE:
        return False
    owner = Owner(last.institution_id, last.staff_id)
    thing = await owned(visit, owner, last.duty)
    place = visit.place(last.institution_id)
    if place is None:
        return False
    duty, on = last.duty, last.day
    await visit.deeds(place).undone(owner, duty, on)
    if thing:
        await own_duties.take_back(visit, thing)
    title = thing.title if thing else "那件事"
    visit.done(f"撤回了：{title}，{days.said(on)}那次不算了。办好了再告诉我。")
    return True
