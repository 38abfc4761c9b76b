"""Questions that articles answer: the talk is told how old the child is that they are about."""

from bot.conversation.state import TalkState
from bot.conversation.turn import Said
from bot.conversation.understanding import Understanding
from bot.family import which
from bot.family.births import by_age
from bot.family.kid import Kid
from bot.family.visit import Visit
from content.child.ages import DAYS_IN_MONTH

PARENTING = "parenting_question"
_SURE = 0.5
# Children whose ages lie nearer together than this get the same answer.
_ALIKE_MONTHS = 1.0


def prepare(visit: Visit, understood: Understanding | None) -> bool:
    """Tell the talk the child's age; True where it was asked which child is meant."""
    if understood is None or not visit.kids or by_age(understood.text, visit.today):
        return False
    found = which.named(visit.kids, understood.text) or _chosen(visit)
    if found is not None:
        tell_age(visit, found)
    elif _by_age_alone(visit, understood):
        which.ask(visit, visit.kids, understood.text)
        return True
    return False


def tell_age(visit: Visit, kid: Kid) -> None:
    """An age that the parents said themselves stays, for the article they speak of."""
    months = _months(visit, kid)
    if visit.talk.months in (None, visit.state.months):
        visit.talk.months = visit.state.months = months


def answer(visit: Visit, text: str, kid: Kid | None) -> None:
    """Let the talk answer, for a child that was asked for first."""
    if kid is not None:
        visit.talk.months = visit.state.months = _months(visit, kid)
    talk = visit.means.talk
    said = Said(text)
    state, reply = talk.reply(visit.talk, said, visit.now, talk.understand(said, visit.now))
    for name in TalkState.model_fields:
        setattr(visit.talk, name, getattr(state, name))
    visit.reply = reply


def _chosen(visit: Visit) -> Kid | None:
    return visit.kids[0] if len(visit.kids) == 1 else visit.kid(visit.state.child)


def _by_age_alone(visit: Visit, understood: Understanding) -> bool:
    """Whether the answer may differ from child to child."""
    ages = [_months(visit, kid) for kid in visit.kids]
    sure = understood.intent == PARENTING and understood.confidence >= _SURE
    return sure and not visit.talk.session.waiting and max(ages) - min(ages) > _ALIKE_MONTHS


def _months(visit: Visit, kid: Kid) -> float:
    """Of a child born early, and not yet two, the corrected age."""
    age = kid.child().development_age(visit.today) if visit.today >= kid.birth else None
    return round(age.total_days / DAYS_IN_MONTH, 1) if age else 0.0
