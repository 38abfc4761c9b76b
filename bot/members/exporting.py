"""「导出」: an officer's region as an Excel file; 「日历」: an institution's dates in the phone."""

from datetime import timedelta

from bot.conversation.messages import File
from bot.members.visit import Visit
from bot.members.words import Command
from bot.overviews.files import excel_file, region_workbook
from bot.overviews.region import region_overview

_LIFE = timedelta(days=7)


async def export(visit: Visit, command: Command) -> bool:
    """The whole region as it stands; for officers alone."""
    regions = visit.member.regions
    if not regions:
        return False
    rows, library = visit.rows, visit.means.library
    overview = await region_overview(rows, regions, visit.today)
    file = excel_file(await region_workbook(rows, overview, library), overview, library)
    number = visit.means.make_id()
    to = (visit.member.channel, visit.member.address)
    await rows.files.keep(number, file, visit.now + _LIFE, of=to)
    visit.say(f"表格做好了，{_LIFE.days}天内可以下载。")
    visit.reply.messages.append(File(number, file.name, visit.means.link(f"/files/{number}")))
    return True


async def calendar(visit: Visit, command: Command) -> bool:
    """The address of the institution's calendar, for whoever is bound to it."""
    binding = await visit.rows.bindings.of_contact(visit.member.channel, visit.member.address)
    if not binding:
        return False
    link = visit.means.calendar(binding[0])
    if link is None:
        visit.say("这里还没有对外的网址，做不了日历。发“我们园还有啥没办”可以看全部日子。")
    else:
        visit.say(link)
    return True
