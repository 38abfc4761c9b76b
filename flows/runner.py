"""Taking the steps of flows until one asks or nothing is left to do."""

from collections.abc import Set as AbstractSet
from functools import singledispatchmethod

from flows import scope
from flows.errors import RunawayFlow, UnknownName
from flows.events import (
    Asked,
    FlowEnded,
    FlowResumed,
    FlowStarted,
    Performed,
    Rejected,
    Uttered,
)
from flows.model import Flow
from flows.session import Frame
from flows.stack import add_last, first_of_last, thread_of, threads, to_top
from flows.step import END, Action, Call, Collect, Else, Link, SetSlots, Step
from flows.turn import Turn

# Between two messages no honest flow takes this many steps.
MAX_STEPS = 200


class Runner(Turn):
    """Takes steps and moves frames; what commands do stands above it, in the engine."""

    # --- running ----------------------------------------------------------------------------
    def go(self) -> None:
        """Take steps until one asks or the stack is empty."""
        self.session.waiting, steps = None, 0
        while self.session.waiting is None and (frame := self.session.top):
            steps += 1
            if steps > MAX_STEPS:
                raise RunawayFlow(f"flow '{frame.flow}' loops at step '{frame.step}'")
            if step := self.step_of(frame):
                self.take(step, frame)
            else:
                self.end(frame)

    @singledispatchmethod
    def take(self, step: Step, frame: Frame) -> None:
        """Take one step. What has no effect of its own (a noop) is merely left."""
        self.leave(frame, step)

    @take.register
    def collect(self, step: Collect, frame: Frame) -> None:
        slot, value = step.collect, self.session.slots.get(step.collect)
        if refusal := self.rejection(frame, step):
            self.events.append(Rejected(slot, value, refusal))
            self.session.slots[slot] = value = None
            frame.asked = [s for s in frame.asked if s != slot]
        if value is None:
            self.session.waiting = slot
            self.events.append(Asked(slot, step.response))
        else:
            self.leave(frame, step)

    @take.register
    def perform(self, step: Action, frame: Frame) -> None:
        if step.action.startswith("utter_"):
            self.events.append(Uttered(step.action))
        elif action := self.definitions.actions.get(step.action):
            result = action(dict(self.session.slots), self.now)
            self.put(result.slots)
            self.events.append(Performed(step.action, result.payload))
        else:
            raise UnknownName(f"no action '{step.action}' is registered")
        self.leave(frame, step)

    @take.register
    def set_slots(self, step: SetSlots, frame: Frame) -> None:
        self.put(step.values)
        self.leave(frame, step)

    @take.register
    def call(self, step: Call, frame: Frame) -> None:
        # The step is left when the called flow returns: where it leads to may hang on that.
        self.push(self.flow(step.call), called=True)

    @take.register
    def link(self, step: Link, frame: Frame) -> None:
        linked = self.flow(step.link)
        self.session.stack.pop()
        if frame.called:
            self.push(linked, called=True)
        else:
            self.close(self.flow(frame.flow), "completed", onwards=linked)
            self.begin(linked)

    # --- from step to step ------------------------------------------------------------------
    def leave(self, frame: Frame, step: Step) -> None:
        frame.trail = add_last(frame.trail, [step.id])
        self.arrive(frame, self.target(frame, step))

    def arrive(self, frame: Frame, step_id: str, given: AbstractSet[str] = frozenset()) -> None:
        """Make a step the next one; what is to be asked in any case is forgotten here.

        Not on a replay of what was asked already, nor where ``given`` has the slot; but on
        a second round, when the flow leads back to its own step, it is asked again.
        """
        frame.step = step_id
        step = self.step_of(frame)
        if not isinstance(step, Collect) or not step.ask_before_filling or step.collect in given:
            return
        if step.collect not in frame.asked or step_id in frame.trail:
            self.session.slots[step.collect] = None
            frame.asked = [slot for slot in frame.asked if slot != step.collect]

    def target(self, frame: Frame, step: Step) -> str:
        """Where a step leads: the first branch that holds, else the ``else``."""
        if isinstance(step.next, str):
            return step.next
        for option in step.next:
            if not isinstance(option, Else) and self.holds(option.if_, frame):
                return option.then
        return next((option.else_ for option in step.next if isinstance(option, Else)), END)

    def rejection(self, frame: Frame, step: Collect) -> str | None:
        """What is said to the slot's value, if it is not taken."""
        if self.session.slots.get(step.collect) is None:
            return None
        return next((r.utter for r in step.rejections if self.holds(r.if_, frame)), None)

    # --- from flow to flow ------------------------------------------------------------------
    def begin(self, flow: Flow) -> None:
        """Start a flow, or bring it to the top where it is under way already."""
        thread = thread_of(self.session.stack, flow.id)
        if thread is None:
            self.push(flow)
            self.events.append(FlowStarted(flow.id))
        else:
            self.session.stack = to_top(self.session.stack, thread)
            self.events.append(FlowResumed(thread[0].flow))

    def push(
        self, flow: Flow, called: bool = False, given: AbstractSet[str] = frozenset()
    ) -> Frame:
        thread = threads(self.session.stack)[-1] if called and self.session.stack else []
        if any(frame.flow == flow.id for frame in thread):
            raise RunawayFlow(f"flow '{flow.id}' calls itself")
        frame = Frame(flow=flow.id, hash=flow.hash, step=flow.first, called=called)
        self.session.stack.append(frame)
        self.arrive(frame, flow.first, given)
        return frame

    def end(self, frame: Frame) -> None:
        self.session.stack.pop()
        if frame.called:
            self.give_back(frame)
        else:
            self.close(self.flow(frame.flow), "completed")
            self.resume()

    def give_back(self, child: Frame) -> None:
        """Return from a called flow. Its answers can still be undone from the caller."""
        caller = self.session.top
        if caller is None:
            return
        caller.asked = add_last(caller.asked, child.asked)
        if isinstance(step := self.step_of(caller), Call):
            self.leave(caller, step)

    def close(self, flow: Flow, how: str, onwards: Flow | None = None) -> None:
        """Forget what the flow asked, save what flows that go on ask for as well."""
        going_on = [self.flow(frame.flow) for frame in self.session.stack]
        going_on += [onwards] if onwards and onwards != flow else []
        needed = {slot for other in going_on for slot in scope.owned(self.definitions, other)}
        self.forget(scope.forgotten(self.definitions, flow) - needed)
        if how == "completed":
            self.session.ended = add_last(self.session.ended, [flow.id])
        self.events.append(FlowEnded(flow.id, how))

    def resume(self) -> None:
        if frame := first_of_last(self.session.stack):
            self.events.append(FlowResumed(frame.flow))
