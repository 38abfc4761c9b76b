"""Parents' questions: the reviewed article that answers, or an honest no.

Above SURE the likeliest article is answered; where two share the certainty it is asked back;
else we say that nothing reviewed covers it. The figures are in docs/adr/0019-guidance.md.
"""

import re

from bot.conversation.answering import Answering
from bot.conversation.article_choice import ArticleChoice, Guess, Selects
from bot.conversation.article_parts import age_of, asked_for, kind_of, wants_doctor
from bot.conversation.article_words import ArticleWords, Wanted, payload
from bot.conversation.evidence import FOREIGN
from bot.conversation.messages import Status
from bot.conversation.questions import SURE as SURE_OF_INTENT
from bot.conversation.questions import WORTH_OFFERING
from bot.conversation.runner import Runner
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.guidance import Article, Section
from content.load import Library
from nlu.entities.ages import ages
from nlu.taught import PARENTING

# The share of certainty from which on an article is answered outright.
SURE = 0.4
# With less it is answered too where it is so many times as likely as the next.
LIKELY, TIMES = 0.2, 3.0
# Else two articles are asked back about where together they have as much as this; the likeliest
# alone needs less where it is so sure that a parent asks.
BETWEEN, FAINT, A_PARENT = 0.3, 0.1, 0.9
# What a question of no clear intent must come to, and be named by, to be answered all the same.
PLAINLY, NAMED = 0.7, 2.0
# Longer than this it is a question of its own; one as sure as the other has its own subject.
HALF = 12
_OWN_SUBJECT = 0.9
# Nothing of its own: 「那…呢」「要…吗」.
_EMPTY = re.compile(
    r"[那这个它的呢吗嘛么呀啊是在要得能可以做办吃喝用给该还都再又就也了有没不？?。，,! ！大多少几久天次顿回遍]|"
    r"宝宝|孩子|娃|一天|每天|每次|一次|怎么|咋|什么|啥|时候|严重|要紧|医院|医生|看病|年龄|月龄|现在|我家|我们"
)


class Guidance:
    """Answers from the library's articles."""

    def __init__(self, library: Library, runner: Runner, taught: Selects) -> None:
        self.library = library
        self.runner = runner
        self.choice = ArticleChoice(library.guidance, taught)
        answering: Answering = runner.actions.answering
        self._words = ArticleWords(answering)

    def ask(self, turn: Turn, said: Understanding, age_months: float | None = None) -> bool:
        """A question that is sure to be a parent's. ``age_months``: the child's, if it is known."""
        if said.intent != PARENTING or said.confidence < SURE_OF_INTENT:
            return False
        months = self._months(turn, said, age_months)
        guesses = self.choice.guesses(said.text, months, said.vector)
        if _stands_out(guesses):
            best, beside = self.library.article(guesses[0].article), self._beside(guesses)
            self._answer(turn, best, said.text, months, beside)
        elif _close(guesses) or (said.confidence >= A_PARENT and _faint(guesses)):
            self._which(turn, guesses)
        else:
            self._none(turn, guesses)
        return True

    def named(self, turn: Turn, said: Understanding, age_months: float | None = None) -> bool:
        """A question of no clear intent that plainly names what an article is about."""
        if said.intent == FOREIGN and said.confidence == 1.0:
            return False  # another trade's word
        months = self._months(turn, said, age_months)
        best = next(iter(self.choice.guesses(said.text, months, said.vector)), None)
        if best is None or best.share < PLAINLY or best.asks < NAMED:
            return False
        self._answer(turn, self.library.article(best.article), said.text, months)
        return True

    def follow_up(self, turn: Turn, said: Understanding, age_months: float | None = None) -> bool:
        """Half a sentence behind an article: another one, another age, one of its sections."""
        last = self.library.guidance.get(turn.state.article or "")
        if last is None or turn.state.topic or turn.waiting or len(said.text) > HALF:
            return False
        own_subject = said.confidence >= _OWN_SUBJECT and said.intent != PARENTING
        if said.mentions or (own_subject and not said.text.rstrip("？?。").endswith("呢")):
            return False
        months = self._months(turn, said, age_months)
        other = self._other(last, said.text, months)
        if other:
            self._answer(turn, other, said.text, months)
            return True
        rest = _without_ages(said.text)
        section = next(iter(asked_for(last, rest, None)), None) or kind_of(last, rest, months)
        if wants_doctor(rest) and last.doctor:
            section = last.doctor
        if section:
            self._remember(turn, last, months)
            self._words.turn_to(turn.reply, last, section, turn.today)
            self.runner.bring_back(turn)
        elif not _EMPTY.sub("", rest):
            self._answer(turn, last, said.text, months)
        return bool(section) or not _EMPTY.sub("", rest)

    def show(self, turn: Turn, value: str) -> None:
        """What a button names: 「fever」, or 「fever:2」 for its second section."""
        name, _, number = value.partition(":")
        article = self.library.guidance.get(name)
        if article is None:
            return
        section = _numbered(article, number)
        if section is None:
            self._answer(turn, article, "", turn.state.months)
            return
        self._remember(turn, article, turn.state.months)
        self._words.turn_to(turn.reply, article, section, turn.today)

    # --- answers ------------------------------------------------------------------------------
    def _answer(
        self,
        turn: Turn,
        article: Article,
        text: str,
        months: float | None,
        beside: Article | None = None,
    ) -> None:
        self._remember(turn, article, months)
        sections = asked_for(article, text, months)
        wanted = Wanted(sections, wants_doctor(text), months, beside)
        self._words.say(turn.reply, article, wanted, turn.today)
        self.runner.bring_back(turn)

    def _which(self, turn: Turn, guesses: list[Guess]) -> None:
        self.runner.utter(turn, "utter_which_article")
        articles = [self.library.article(guess.article) for guess in guesses[:2]]
        options = [(article.title, payload(article)) for article in articles]
        self.runner.offer(turn, [*options, ("都不是", "none=")])
        turn.reply.status = Status.ASKED

    def _none(self, turn: Turn, guesses: list[Guess]) -> None:
        self.runner.utter(turn, "utter_parenting")
        self.runner.bring_back(turn)
        near = [self.library.article(g.article) for g in guesses[:2] if g.share >= WORTH_OFFERING]
        if near and not turn.waiting:
            self.runner.offer(turn, [(article.title, payload(article)) for article in near])
        turn.reply.status = Status.DECLINED

    def _beside(self, guesses: list[Guess]) -> Article | None:
        """The second article, where it may well have been meant."""
        second = guesses[1] if len(guesses) > 1 else None
        if second is None or second.share < WORTH_OFFERING:
            return None
        return self.library.article(second.article)

    def _other(self, last: Article, text: str, months: float | None) -> Article | None:
        """「那拉肚子呢」: the article that is named, where the last one is not named as well."""
        guesses = [g for g in self.choice.guesses(text, months) if g.article != last.id]
        best = max(guesses, key=lambda guess: (guess.asks, guess.share), default=None)
        if best is None or best.asks < NAMED or best.asks <= self.choice.named(last.id, text):
            return None
        return self.library.article(best.article)

    def _remember(self, turn: Turn, article: Article, months: float | None) -> None:
        """What half a sentence may go on from: the article in place of a topic."""
        turn.state.article, turn.state.months = article.id, months
        turn.state.topic, turn.state.beside = None, []
        turn.reply.topic = f"guidance.{article.id}"
        if turn.said:
            turn.reply.intent = PARENTING
        turn.reply.status = Status.ANSWERED

    def _months(self, turn: Turn, said: Understanding, known: float | None) -> float | None:
        """The age in the sentence, else the child's we know, else the one spoken of before."""
        found = age_of(said.text)
        if found is not None:
            return found
        return known if known is not None else turn.state.months


def _stands_out(guesses: list[Guess]) -> bool:
    """Whether the likeliest article is answered outright."""
    first, second = (*(guess.share for guess in guesses[:2]), 0.0, 0.0)[:2]
    return first >= SURE or (first >= LIKELY and first >= TIMES * second)


def _close(guesses: list[Guess]) -> bool:
    return sum(guess.share for guess in guesses[:2]) >= BETWEEN


def _faint(guesses: list[Guess]) -> bool:
    return bool(guesses) and guesses[0].share >= FAINT


def _numbered(article: Article, number: str) -> Section | None:
    if not number.isdecimal() or not 0 < int(number) <= len(article.sections):
        return None
    return article.sections[int(number) - 1]


def _without_ages(text: str) -> str:
    for age in reversed(ages(text)):
        text = text[: age.start] + text[age.end :]
    return text
