"""「这么大会走了吗」「会叫妈妈了吗」: windows of milestones, and the warning signs of this age."""

from bot.conversation.child_words import development, motor
from bot.family.kid import Kid
from bot.family.vaccinations import foot
from bot.family.visit import Visit
from bot.family.words import Command
from content.child.milestones import asked_motor

_NO_DOCTOR = "这些只是比一比，不能代替医生；您担心的话，随时去儿保看。"


async def asked(visit: Visit, said: Command, kid: Kid) -> None:
    found = asked_motor(said.text, visit.shelf)
    if found is not None:
        visit.tell(motor(kid.child(), found, visit.today, visit.shelf))
    else:
        visit.tell(development(kid.child(), visit.today, visit.shelf))
    visit.say(_NO_DOCTOR)
    foot(visit, kid)
