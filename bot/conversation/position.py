"""A position on the map as a place that somebody names."""

from bot.conversation.messages import Status
from bot.conversation.runner import Runner
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.positions.counties import Counties
from content.regions import Mention
from nlu.parse import Intent

# Stands for the name: one that means something else as well (和平区) must not be read as words.
_HERE = "这里"
_INTENT = "position"


class Positions:
    """Says where somebody is, and asks where that is not clear."""

    def __init__(self, runner: Runner, counties: Counties) -> None:
        self.runner = runner
        self.counties = counties
        self.regions = runner.library.regions

    def read(self, turn: Turn, position: tuple[float, float]) -> Understanding | None:
        """What the position says, to be heard like the county's name; None where we asked."""
        turn.reply.intent, turn.reply.confidence = _INTENT, 1.0
        found = self.counties.find(*position)
        if found.code:
            name = self.regions.full_name(found.code)
            turn.reply.say(f"按您发的位置，您在{name}。要是不对，直接打地名告诉我。")
            return _naming(found.code)
        if found.likely:
            self._ask_which(turn, found.likely)
        else:
            self._ask_for_a_name(turn)
        return None

    def _ask_which(self, turn: Turn, likely: tuple[str, ...]) -> None:
        """Near a border, or a little off the coast."""
        self.runner.utter(turn, "utter_position_unclear")
        self.runner.offer(turn, [(self.regions.full_name(c), f"region={c}") for c in likely])
        turn.reply.status = Status.ASKED

    def _ask_for_a_name(self, turn: Turn) -> None:
        self.runner.utter(turn, "utter_position_unknown")
        self.runner.bring_back(turn)
        turn.reply.status = Status.ASKED


def _naming(code: str) -> Understanding:
    """A message of nothing but the place."""
    mention = Mention(0, len(_HERE), _HERE, (code,))
    return Understanding(_HERE, (Intent(_INTENT, 1.0),), (), (mention,), {"region": code})
