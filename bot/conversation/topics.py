"""Answers on the side: a topic, for a place, and back to what was going on."""

from collections.abc import Sequence
from typing import Any

from bot.conversation.dossier import facts_of
from bot.conversation.messages import Reply, Status
from bot.conversation.money import facts as money_facts
from bot.conversation.money.note import say_allowance
from bot.conversation.present import plain
from bot.conversation.runner import OPENING, Runner
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.load import Library
from content.points import Asked, plainer

# Who asks about one of these may well want to open one: the flow is offered.
_LEADS_TO = {
    "employer_nursery": ("带我一步步办", f"start={OPENING}:form=employer"),
    "kindergarten_class": ("带我一步步办", f"start={OPENING}:form=kindergarten"),
    "community_nursery": ("带我一步步办", f"start={OPENING}:form=community"),
    "home_based": ("带我一步步办", f"start={OPENING}:form=home"),
    "operator_subsidy": ("算算我能拿多少", "flow=operator_money"),
    "demo_award": ("算算我能拿多少", "flow=operator_money"),
    "childcare_allowance": ("算算我家能领多少", "flow=parent_money"),
}
_OF_A_CHILD = {"childcare_allowance"}
# What of a message narrows an answer beside the legal form.
_NARROWING = ("meals", "dept")
# A topic this likely beside the first may hold the detail that is asked for.
_NEAR = 0.05
# Answers to several questions fit a phone together up to this many characters.
_ONE_SCREEN = 420


class Topics:
    """Says what the content knows."""

    def __init__(self, library: Library, runner: Runner) -> None:
        self.library = library
        self.runner = runner
        self.answering = runner.actions.answering

    def answer(
        self,
        turn: Turn,
        topic: str,
        region: str | None,
        said: Understanding | None = None,
        follows: bool = False,
        nation: bool = False,
    ) -> None:
        """Answer a topic; remember it for follow-ups; ask for the place where it matters.

        ``follows``: it goes on from the last answer, and the facts asked about then still hold.
        ``nation``: the national rule was asked for, so nobody is asked for a place.
        """
        facts = self._facts(turn, said, follows)
        self._remember(turn, topic, region, facts)
        if topic in _OF_A_CHILD and said and (birth := money_facts.stated(said).get("birth_date")):
            self._of_this_child(turn, str(birth))
        self.answering.answer(turn.reply, topic, region, facts, turn.today, self._asked(said))
        if not turn.waiting and not nation:
            self._lead_on(turn, topic, region)
        self.runner.bring_back(turn)

    def same(self, turn: Turn, topic: str, region: str | None, said: Understanding) -> bool:
        """Whether what the message adds to the last question changes nothing of its answer."""
        before = self.answering.best(topic, region, turn.state.topic_facts, turn.today)
        after = self.answering.best(topic, region, self._facts(turn, said, True), turn.today)
        return before == after and turn.state.topic == topic

    def several(self, turn: Turn, asked: Sequence[Understanding], region: str | None) -> None:
        """Answer each question of a message: whole where a phone shows it, else the points."""
        questions = [
            (
                said.intent.removeprefix("ask_"),
                said.facts.get("region") or region,
                self._facts(turn, said, follows=False),
                turn.today,
                Asked(said.text),
            )
            for said in asked
        ]
        scratch, statuses = Reply(), []
        for question in questions:
            self.answering.answer(scratch, *question)
            statuses.append(scratch.status)
        whole = len(plain(scratch)) <= _ONE_SCREEN
        say = self.answering.answer if whole else self.answering.brief
        for question in questions:
            say(turn.reply, *question)
        topics = [topic for topic, *_ in questions]
        _, place, facts, *_ = questions[0]
        self._remember(turn, topics[0], place, facts)
        turn.state.beside = topics[1:]
        turn.reply.status, turn.reply.topic, turn.reply.region = statuses[0], topics[0], place
        if not whole and not turn.waiting:
            self.runner.offer(turn, [self.option(topic, "细说") for topic in topics])
        self.runner.bring_back(turn)

    def again(self, turn: Turn, region: str, said: Understanding | None) -> None:
        """The questions of the last message, for another place: the point of each."""
        topics = [turn.state.topic or "", *turn.state.beside]
        facts = self._facts(turn, said, follows=True)
        for topic in topics:
            self.answering.brief(turn.reply, topic, region, facts, turn.today, self._asked(said))
        self._remember(turn, topics[0], region, facts)
        turn.state.beside = topics[1:]
        turn.reply.topic, turn.reply.region = topics[0], region
        self.runner.bring_back(turn)

    def which(
        self,
        turn: Turn,
        topics: Sequence[str],
        said: Understanding,
        options: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Topics that are close, or one that is not sure: the point of each, and which it is.

        ``options``: the choices, where there are others among them than the topics.
        """
        region = turn.asked_place(said)
        facts = self._facts(turn, said, follows=False)
        options = options or [self.option(topic) for topic in topics]
        self.runner.utter(turn, "utter_clarify" if len(options) > 1 else "utter_clarify_one")
        for topic in topics:
            self.answering.brief(turn.reply, topic, region, facts, turn.today, Asked(said.text))
        turn.state.topic_region = region or turn.state.topic_region
        turn.reply.region = region
        self.runner.offer(turn, [*options, ("都不是", "none=")])
        turn.reply.status = Status.ASKED

    def named(self, turn: Turn, topics: Sequence[str], said: Understanding) -> str | None:
        """Of topics that are close the one whose detail the question plainly names.

        The first, where all would say the same.
        """
        region = turn.asked_place(said)
        found = {t: self.answering.named(t, region, said.text, turn.today) for t in topics}
        first, second = ([*(d.point.text if d else None for d in found.values()), None, None])[:2]
        if first and first == second:
            return topics[0]
        matches = [(detail.match if detail else 0, topic) for topic, detail in found.items()]
        (most, best), (next_most, _), *_ = [*sorted(matches, reverse=True), (0, ""), (0, "")]
        return best if plainer(most, next_most) else None

    def matched(self, turn: Turn, topic: str, region: str | None, said: Understanding) -> int:
        """By how many characters the question names a detail of the topic."""
        found = self.answering.named(topic, region, said.text, turn.today)
        return found.match if found else 0

    def point(self, turn: Turn, topic: str, said: Understanding) -> None:
        """The point of a topic alone, before something else that the message sets going."""
        region = turn.asked_place(said)
        facts = self._facts(turn, said, follows=False)
        asked = Asked(said.text, only=True)
        self.answering.brief(turn.reply, topic, region, facts, turn.today, asked)

    def option(self, topic: str, lead: str = "") -> tuple[str, str]:
        """A topic as a choice: label and payload."""
        return lead + self.library.topics[topic].title, f"topic={topic}"

    def coverage(self, turn: Turn, said: Understanding) -> None:
        """Which places we have documents of, and whether the one named is among them."""
        region, regions = said.facts.get("region"), self.library.regions
        names = "、".join(regions.full_name(code) for code in regions.covered)
        turn.reply.topic = "coverage"
        if region:
            turn.reply.region = region
            turn.state.topic_region = turn.state.topic_region or region
        if region and not regions.coverage(region):
            turn.reply.status = Status.NOT_COVERED
            turn.reply.say(f"{regions.full_name(region)}的当地文件我们没有收录，只能答全国规定。")
        turn.reply.say(f"我收录了五个地方自己的文件：{names}。其他地方我按全国规定回答。")
        self.runner.bring_back(turn)

    def _of_this_child(self, turn: Turn, birth: str) -> None:
        """「我闺女2023年12月生的，总共能领几个钱」: for this child before for everybody's."""
        if birth[:1].isdigit():
            say_allowance(turn.reply, self.library, self.answering, birth, turn.today)

    def _lead_on(self, turn: Turn, topic: str, region: str | None) -> None:
        flow = _LEADS_TO.get(topic)
        known = flow and flow[1].removeprefix("flow=") in self.runner.definitions.flows
        if region is None and self._is_local(topic):
            self.runner.utter(turn, "utter_ask_place_for_topic")
        elif turn.reply.shortened:
            self.runner.offer(turn, [("细看全国规定", f"nation={topic}")])
        elif flow and (known or (flow[1].startswith("start=") and not turn.slots.get("form"))):
            self.runner.offer(turn, [flow])

    def _remember(self, turn: Turn, topic: str, region: str | None, facts: dict[str, Any]) -> None:
        turn.state.topic, turn.state.topic_region = topic, region
        turn.state.beside = []
        turn.state.topic_facts = facts

    def _is_local(self, topic: str) -> bool:
        """Whether some local document says something of its own on the topic."""
        return any(
            answer.topic == topic and answer.status == "stated"
            for document in self.library.documents.values()
            for answer in document.answers
        )

    def _facts(self, turn: Turn, said: Understanding | None, follows: bool) -> dict[str, Any]:
        """The plan's facts, overlaid with those asked about before and in the question itself."""
        named = said.facts if said else {}
        facts = facts_of(turn.slots) | (turn.state.topic_facts if follows else {})
        if named.get("form"):
            facts = facts_of(named)
        return facts | {key: named[key] for key in _NARROWING if key in named}

    def _asked(self, said: Understanding | None) -> Asked:
        """The question's words, and what else than the likeliest topic it may be about."""
        if said is None:
            return Asked()
        others = (i.name.removeprefix("ask_") for i in said.ranking[1:4] if i.confidence >= _NEAR)
        return Asked(said.text, tuple(topic for topic in others if topic in self.library.topics))
