"""An article put into a reply that fits a phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation.answering import Answering
from bot.conversation.messages import Choice, Reply
from bot.conversation.present import plain
from content.guidance import Article, Section

# All of it: words, sources, buttons.
PHONE = 500  # characters
# Whether the gist stands before them, and the sections.
Form = tuple[bool, Sequence[Section]]
_NO_DOCTOR = "这些不能代替医生，拿不准就去看。"
_DUE = "（这篇过了复核日期，待核实，请先问医生或当地妇幼保健院。）"
_OTHER_AGE = "（这篇说的是{ages}的孩子。）"


@dataclass(frozen=True)
class Wanted:
    """What a question wants of an article.

    ``sections``: those asked for, most wanted first. ``doctor``: whether it asks if a doctor
    should see this; when to go always stands there, but then nothing is put before it.
    ``months``: the child's age. ``beside``: another article that may have been meant.
    """

    sections: Sequence[Section] = ()
    doctor: bool = False
    months: float | None = None
    beside: Article | None = None


class ArticleWords:
    """Says an article, or one section of it."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def say(self, reply: Reply, article: Article, wanted: Wanted, as_of: date) -> None:
        """Add the article to ``reply``: the fullest form of it that fits."""
        forms = _forms(article, wanted.sections)
        if wanted.doctor and article.doctor and not wanted.sections:
            forms = iter([(True, (article.doctor,))])
        self._fullest(reply, article, forms, wanted, as_of)

    def turn_to(self, reply: Reply, article: Article, section: Section, as_of: date) -> None:
        """Add one section, whole; who reads on has seen the doctor's, which may become a button."""
        doctors = [] if article.doctor in (None, section) else [article.doctor]
        forms = ((False, (section, *doctors)), (False, (section,)))
        self._fullest(reply, article, forms, Wanted(), as_of)

    def _fullest(
        self, reply: Reply, article: Article, forms: Iterable[Form], wanted: Wanted, as_of: date
    ) -> None:
        form = Reply()
        for gist, sections in forms:
            form = Reply()
            self._note_age(form, article, wanted.months)
            self._put(form, article, gist, sections, as_of)
            if wanted.beside:
                form.choices.append(_choice(f"想问的是{wanted.beside.title}", wanted.beside))
            if len(plain(form)) <= PHONE:
                break
        reply.messages += form.messages
        reply.sources, reply.choices = form.sources, form.choices

    def _note_age(self, form: Reply, article: Article, months: float | None) -> None:
        """Say so where the child is too young or too old for the article."""
        if months is not None and not article.suits(months):
            form.say(_OTHER_AGE.format(ages=ages_of(article)))

    def _put(
        self, form: Reply, article: Article, gist: bool, sections: Sequence[Section], as_of: date
    ) -> None:
        marks = self._answering.marks(form, article.front.cite, as_of)
        form.say(f"{article.gist if gist else article.title}{marks}")
        for section in sections:
            form.say(f"【{section.title}】\n{section.text}")
        if article.front.medical:
            form.say(_NO_DOCTOR)
        if article.due(as_of):
            form.say(_DUE)
        form.choices = [
            _choice(section.title, article, number)
            for number, section in enumerate(article.sections, 1)
            if section not in sections  # one that was cut short is offered whole
        ]


def _choice(label: str, article: Article, number: int | None = None) -> Choice:
    return Choice(payload(article, number), label, payload(article, number))


def payload(article: Article, number: int | None = None) -> str:
    """「guidance=fever:2」: the article, and which of its sections."""
    return f"guidance={article.id}" + (f":{number}" if number else "")


def ages_of(article: Article) -> str:
    """「6～24个月」."""
    first, last = article.front.ages
    return f"{first}～{last}个月" if last < 36 else f"{first}个月以上"


def _forms(article: Article, wanted: Sequence[Section]) -> Iterator[Form]:
    """From the fullest to the shortest; what was asked for goes last, the doctor's never."""
    doctor = (article.doctor,) if article.doctor else ()
    # Not knowing the age, none of a certain age comes before the others.
    own = [section for section in article.sections if not section.doctor and not section.ages]
    for count in range(len(wanted) or 1, 0, -1):
        yield True, (*(wanted or own)[:count], *doctor)
    for section in wanted[:1]:
        yield False, (section, *doctor)
        for lines in range(len(section.lines) - 1, 0, -1):
            yield False, (section.model_copy(update={"lines": section.lines[:lines]}), *doctor)
    yield True, doctor
