"""Between the talk and the flow engine: commands in, events put into words."""

from bot.conversation.actions import Actions
from bot.conversation.messages import Choice, Status
from bot.conversation.money import facts as money_facts
from bot.conversation.spoken import changed
from bot.conversation.turn import Turn
from content.load import Library
from content.regions import Mention
from flows import engine, events
from flows.errors import FlowError
from flows.load import Definitions
from flows.responses import choose, fill

OPENING = "open_daycare"
_ABOUT = {
    money_facts.OPERATOR: "operator_subsidy",
    money_facts.PARENT: "childcare_allowance",
}


class Runner:
    """Runs flows for a turn and says what they want said."""

    def __init__(self, library: Library, definitions: Definitions, actions: Actions) -> None:
        self.library = library
        self.definitions = definitions
        self.actions = actions

    def run(self, turn: Turn, command: events.Command) -> None:
        """Apply a command to the session. A flow that cannot go on is an apology, not a crash."""
        command = money_facts.adapted(turn, command)
        try:
            turn.state.session, happened = engine.advance(
                self.definitions, turn.state.session, command, turn.now
            )
        except FlowError:
            self.miss(turn, "utter_broken")
            return
        given = getattr(command, "slots", {})
        if isinstance(command, events.Start):
            # What is asked in half a sentence meanwhile is asked of the money.
            turn.state.topic = _ABOUT.get(command.flow, turn.state.topic)
        if given.get("region"):
            turn.state.topic_region = given["region"]
        for event in happened:
            self._show(turn, event)

    def utter(self, turn: Turn, response: str) -> None:
        """Say a response of the domain; its buttons become the open choices."""
        wording = choose(self.definitions.domain, response, turn.slots)
        turn.reply.say(fill(wording.text, turn.slots))
        if wording.buttons:
            self.offer(turn, [(b.title, b.payload) for b in wording.buttons])

    def offer(self, turn: Turn, options: list[tuple[str, str]]) -> None:
        """Open choices: (label, payload)."""
        turn.reply.choices = [Choice(payload, label, payload) for label, payload in options]

    def bring_back(self, turn: Turn) -> None:
        """After an answer on the side: the open question once more."""
        if turn.waiting:
            status = turn.reply.status
            turn.reply.say("回到刚才的：")
            self.run(turn, events.Ask())
            turn.reply.status = status

    def miss(self, turn: Turn, response: str) -> None:
        """Say that this was not understood or cannot be answered."""
        turn.state.misses += 1
        self.utter(turn, response)
        self.bring_back(turn)
        turn.reply.status = Status.DECLINED

    def ask_which(self, turn: Turn, mention: Mention) -> None:
        """A place name that several places bear."""
        turn.reply.say(f"叫“{mention.text}”的地方不止一个，您说的是哪个？")
        regions = self.library.regions
        self.offer(turn, [(regions.full_name(c), f"region={c}") for c in mention.codes])
        turn.reply.status = Status.ASKED

    # --- events -----------------------------------------------------------------------------
    def _show(self, turn: Turn, event: events.Event) -> None:
        match event:
            case events.Uttered(response) | events.Rejected(response=response):
                self.utter(turn, response)
            case events.Asked(slot, response):
                self._ask(turn, slot, response)
            case events.Performed(payload=say) if say:
                say(turn.reply)
            case events.Corrected(changes):
                turn.reply.say(changed(self.library, changes))
            case events.FlowResumed(flow):
                turn.reply.say(f"好，接着办“{self.definitions.flows[flow].title}”。")
            case events.FlowEnded(flow, how):
                self._ended(turn, flow, how)
            case events.NothingToUndo():
                self.utter(turn, "utter_nothing_to_undo")
            case events.Moved():
                self.utter(turn, "utter_moved")

    def _ended(self, turn: Turn, flow: str, how: str) -> None:
        if how == "cancelled":
            self.utter(turn, "utter_cancelled")
        elif how == "gone":
            self.utter(turn, "utter_gone")
        elif how == "refused":
            self.utter(turn, "utter_no_dossier")
            if flow != OPENING and not turn.waiting:
                self.run(turn, events.Start(OPENING))

    def _ask(self, turn: Turn, slot: str, response: str) -> None:
        vague = turn.said.vague if turn.said else None
        if slot == "region" and vague:
            self.ask_which(turn, vague)
            return
        self.utter(turn, response)
        turn.reply.status = Status.ASKED
        if slot == "step_done":
            done = set(turn.slots.get("done") or [])
            items = self.actions.dossier.items(turn.slots, turn.today)
            left = [i for i in items if i.id not in done]
            self.offer(turn, [(i.title, f"step_done={i.id}") for i in left])
