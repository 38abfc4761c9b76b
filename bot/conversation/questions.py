"""Questions about topics: answered where it is clear which, asked back where two are close."""

from bot.conversation.evidence import FOREIGN
from bot.conversation.runner import OPENING, Runner
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding

# Measured on nlu/eval (nlu/eval/README.md): above this the first guess is answered.
SURE = 0.4
# Below this the next likeliest topics are offered beside the answer.
CLEAR = 0.7
# A second topic this close to one that is not clear, in proportion, is asked back about.
CLOSE = 0.7
# Where nothing of ours is named: below the one, with as much as the other for another's matter.
_CLEARLY_OURS = 0.65
_MAYBE_FOREIGN = 0.2
# Small talk said by mistake is worse than asking back: a short answer often looks like it.
SURER = 0.55
WORTH_OFFERING = 0.12
# A question no longer than this, about another place, goes on from the last one.
_SHORT = 14
_OF_A_CHECKLIST = {"tick_step", "next_step", "show_checklist"}


class Questions:
    """Decides how sure is sure enough."""

    def __init__(self, topics: Topics, runner: Runner) -> None:
        self.topics = topics
        self.runner = runner
        self.library, self.definitions = runner.library, runner.definitions

    def ask(self, turn: Turn, said: Understanding) -> bool:
        """Answer a question that is sure to be about a topic."""
        if said.confidence < SURE or not said.intent.startswith("ask_"):
            return False
        if self._rather_foreign(turn, said):
            return False
        topic = said.intent.removeprefix("ask_")
        if topic == "coverage":
            self.topics.coverage(turn, said)
        elif topic not in self.library.topics:
            return False
        elif said.vague:
            turn.state.topic = topic
            self.runner.ask_which(turn, said.vague)
        elif said.confidence < CLEAR and (other := self._close_topic(said)):
            named = self.topics.named(turn, [topic, other], said)
            if named:
                self.topics.answer(turn, named, turn.asked_place(said), said)
                self._offer_others(turn, said)
            else:
                self.topics.which(turn, [topic, other], said)
        else:
            self.topics.answer(turn, topic, turn.asked_place(said), said)
            if said.confidence < CLEAR and not turn.waiting:
                self._offer_others(turn, said)
        return True

    def _offer_others(self, turn: Turn, said: Understanding) -> None:
        """What else may have been meant, behind the answer."""
        others = (
            self.topic_of(i.name) for i in said.ranking[1:3] if i.confidence >= WORTH_OFFERING
        )
        options = [self.topics.option(topic, "想问的是") for topic in others if topic]
        held = [(c.label, c.payload) for c in turn.reply.choices]
        self.runner.offer(turn, [*options, *held])

    def _close_topic(self, said: Understanding) -> str | None:
        """The second topic, where it is nearly as likely as the first."""
        second = said.ranking[1] if len(said.ranking) > 1 else None
        if second is None or second.confidence < CLOSE * said.confidence:
            return None
        return self.topic_of(second.name)

    def point_first(self, turn: Turn, said: Understanding) -> None:
        """Before a flow: the point of what was asked beside it, 「工商找谁」, if anything was."""
        if turn.waiting or not said.is_question:
            return
        likely = (i for i in said.ranking[:3] if i.confidence >= WORTH_OFFERING)
        topic = next((t for t in map(self.topic_of, (i.name for i in likely)) if t), None)
        if topic:
            self.topics.point(turn, topic, said)
        elif said.intent == OPENING:
            self.runner.utter(turn, "utter_opening_gist")

    def unsure(self, turn: Turn, said: Understanding) -> None:
        """The last question for another place, else ask back, else say that we do not know."""
        place = said.facts.get("region")
        if place and turn.state.topic and said.is_question and len(said.text) <= _SHORT:
            self.topics.answer(turn, turn.state.topic, place, said, follows=True)
            return
        ranking = said.ranking
        if self._names_ours(said) and said.confidence < CLEAR:
            # It names what is ours: rather one of our topics than none at all.
            ranking = tuple(i for i in ranking if i.name != FOREIGN)
        if not turn.slots.get("form"):
            # Nobody without a checklist asks for its next step.
            ranking = tuple(i for i in ranking if i.name not in _OF_A_CHECKLIST) or ranking
        likely = [i.name for i in ranking if i.confidence >= WORTH_OFFERING][:3]
        topics = [t for t in map(self.topic_of, likely) if t]
        options = [option for option in map(self._option, likely) if option]
        named = self.topics.named(turn, topics, said) if len(topics) == len(options) else None
        if ranking[0].name == FOREIGN or not options or self._rather_foreign(turn, said):
            self._decline(turn, said)
        elif named:
            self.topics.answer(turn, named, turn.asked_place(said), said)
            self._offer_others(turn, said)
        else:
            self.topics.which(turn, topics, said, options)

    def _names_ours(self, said: Understanding) -> bool:
        """Whether it names what is our business, or one of the places whose documents we have."""
        place = said.facts.get("region")
        covered = bool(place and self.library.regions.coverage(place))
        return covered or self.library.scope.about_us(said.text)

    def _rather_foreign(self, turn: Turn, said: Understanding) -> bool:
        """Whether a topic is not likely enough for a question that names nothing of ours."""
        foreign = next((i.confidence for i in said.ranking if i.name == FOREIGN), 0.0)
        named = said.mentions or turn.state.topic or self.library.scope.about_us(said.text)
        return said.confidence < _CLEARLY_OURS and foreign >= _MAYBE_FOREIGN and not named

    def _decline(self, turn: Turn, said: Understanding) -> None:
        """Say that we do not know, and what is nearest to it of what we do know."""
        self.runner.miss(turn, "utter_declined")
        near = [t for t in (self.topic_of(i.name) for i in said.ranking[:4]) if t][:3]
        if near and not turn.waiting and said.intent != "out_of_scope":
            self.runner.offer(turn, [self.topics.option(topic) for topic in near])

    def topic_of(self, intent: str) -> str | None:
        """The topic an intent asks about."""
        topic = intent.removeprefix("ask_")
        return topic if intent.startswith("ask_") and topic in self.library.topics else None

    def _option(self, intent: str) -> tuple[str, str] | None:
        """An intent as a choice: its topic's or flow's title and payload."""
        topic = self.topic_of(intent)
        if topic:
            return self.topics.option(topic)
        flow = self.definitions.triggered_by(intent)
        return (flow.title, f"flow={flow.id}") if flow else None
