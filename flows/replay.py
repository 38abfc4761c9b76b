"""Finding the place in a flow again, when answers or the flow itself have changed.

What a person answered is kept by slot, what a flow has done by the ids of its steps. So the
place is found by walking from the first step through those that were taken, for as long as
the answers lead that way.
"""

from collections.abc import Set as AbstractSet

from flows import scope
from flows.events import FlowEnded, Moved
from flows.runner import Runner
from flows.session import Frame
from flows.stack import add_last, called_above, first_of_last, is_on, without
from flows.step import END, Call, Collect, SetSlots, Step


def adapt(run: Runner) -> bool:
    """Replay the frames whose flow was edited; drop flows that are gone. Wipes nothing.

    True where the flow that was being talked about is gone.
    """
    lost = _drop_gone(run)
    for frame in list(run.session.stack):
        current = run.flow(frame.flow).hash
        if frame.hash != current and is_on(run.session.stack, frame):
            replay(run, frame)
            frame.hash = current
            run.events.append(Moved(frame.flow))
    known = run.definitions.flows
    run.session.ended = [flow_id for flow_id in run.session.ended if flow_id in known]
    return lost


def rework(run: Runner, changed: AbstractSet[str]) -> None:
    """Replay every flow in progress after answers have changed."""
    for frame in list(run.session.stack):
        if is_on(run.session.stack, frame):
            before = set(frame.trail)
            replay(run, frame, changed)
            _undo(run, frame, before - set(frame.trail), changed)


def replay(run: Runner, frame: Frame, changed: AbstractSet[str] = frozenset()) -> None:
    """Walk the steps taken before, as far as they still fit.

    Stops at a step that was not taken before, where an answer is missing or no longer
    fits, and at the first question about a slot in ``changed``.
    """
    flow = run.flow(frame.flow)
    taken, frame.trail = set(frame.trail), []
    step = flow.step(flow.first)
    while step and step.id in taken and not _stops(run, frame, step, changed):
        frame.trail.append(step.id)
        taken.discard(step.id)
        step = flow.step(run.target(frame, step))
    run.arrive(frame, step.id if step else END, given=changed)
    _drop_called(run, frame, step)


def _stops(run: Runner, frame: Frame, step: Step, changed: AbstractSet[str]) -> bool:
    if isinstance(step, Collect):
        missing = run.session.slots.get(step.collect) is None
        return step.collect in changed or missing or run.rejection(frame, step) is not None
    if isinstance(step, Call) and step.call in run.definitions.flows:
        return not changed.isdisjoint(scope.asked(run.definitions, run.flow(step.call)))
    return False


def _drop_called(run: Runner, frame: Frame, step: Step | None) -> None:
    """Drop the flows on top that ``frame`` no longer calls at the step it is at."""
    called = called_above(run.session.stack, frame)
    if called and not (isinstance(step, Call) and step.call == called[0].flow):
        for child in called:
            frame.asked = add_last(frame.asked, child.asked)
        run.session.stack = without(run.session.stack, called)


def _drop_gone(run: Runner) -> bool:
    """A flow that is no longer defined takes along those it called."""
    before = first_of_last(run.session.stack)
    for frame in list(run.session.stack):
        if frame.flow not in run.definitions.flows and is_on(run.session.stack, frame):
            gone = [frame, *called_above(run.session.stack, frame)]
            run.session.stack = without(run.session.stack, gone)
            run.events.append(FlowEnded(frame.flow, "gone"))
    if before is first_of_last(run.session.stack):
        return False
    run.session.waiting = None
    run.resume()
    return True


def _undo(run: Runner, frame: Frame, left: AbstractSet[str], changed: AbstractSet[str]) -> None:
    """Take back what ``set_slots`` steps set that the flow did not come through again."""
    for step in run.flow(frame.flow).steps:
        if isinstance(step, SetSlots) and step.id in left:
            still = {n for n, v in step.values.items() if run.session.slots.get(n) == v}
            run.forget(still - changed)
