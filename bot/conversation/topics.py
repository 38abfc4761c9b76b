"""Answers on the side: a topic, for a place, and back to what was going on."""

from typing import Any

from bot.conversation.dossier import facts_of
from bot.conversation.messages import Status
from bot.conversation.runner import OPENING, Runner
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.load import Library

# Who asks about one of these may well want to open one: the flow is offered.
_LEADS_TO_OPENING = {
    "employer_nursery": "employer",
    "kindergarten_class": "kindergarten",
    "community_nursery": "community",
    "home_based": "home",
}


class Topics:
    """Says what the content knows."""

    def __init__(self, library: Library, runner: Runner) -> None:
        self.library = library
        self.runner = runner

    def answer(
        self, turn: Turn, topic: str, region: str | None, said: Understanding | None = None
    ) -> None:
        """Answer a topic; remember it for follow-ups; ask for the place where it matters."""
        turn.state.topic, turn.state.topic_region = topic, region
        answering = self.runner.actions.answering
        answering.answer(turn.reply, topic, region, _facts(turn, said), turn.today)
        if region is None and not turn.waiting and self._is_local(topic):
            self.runner.utter(turn, "utter_ask_place_for_topic")
        elif topic in _LEADS_TO_OPENING and not turn.waiting and not turn.slots.get("form"):
            form = _LEADS_TO_OPENING[topic]
            self.runner.offer(turn, [("带我一步步办", f"start={OPENING}:form={form}")])
        self.runner.bring_back(turn)

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

    def _is_local(self, topic: str) -> bool:
        """Whether some local document says something of its own on the topic."""
        return any(
            answer.topic == topic and answer.status == "stated"
            for document in self.library.documents.values()
            for answer in document.answers
        )


def _facts(turn: Turn, said: Understanding | None) -> dict[str, Any]:
    """The plan's facts, overlaid with those the question itself names."""
    named = said.facts if said else {}
    facts = facts_of(named) if named.get("form") else facts_of(turn.slots)
    for key in ("meals", "dept"):
        if key in named:
            facts[key] = named[key]
    return facts
