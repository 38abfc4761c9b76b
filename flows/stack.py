"""The stack of a session, seen as threads.

A thread is a flow that somebody started, and on top of it the flows it has called. Only the
last thread is talked about; the others were interrupted and wait.
"""

from flows.session import Frame

Thread = list[Frame]


def threads(stack: list[Frame]) -> list[Thread]:
    """The threads of a stack, the one being talked about last."""
    found: list[Thread] = []
    for frame in stack:
        if frame.called and found:
            found[-1].append(frame)
        else:
            found.append([frame])
    return found


def first_of_last(stack: list[Frame]) -> Frame | None:
    """The frame of the flow that is being talked about, whatever it has called."""
    return threads(stack)[-1][0] if stack else None


def thread_of(stack: list[Frame], flow_id: str) -> Thread | None:
    """The thread in which a flow is under way."""
    return next((t for t in threads(stack) if any(f.flow == flow_id for f in t)), None)


def called_above(stack: list[Frame], frame: Frame) -> list[Frame]:
    """The frames that ``frame`` has called, directly or through others."""
    for thread in threads(stack):
        for index, candidate in enumerate(thread):
            if candidate is frame:
                return thread[index + 1 :]
    return []


def is_on(stack: list[Frame], frame: Frame) -> bool:
    return any(frame is other for other in stack)


def without(stack: list[Frame], frames: list[Frame]) -> list[Frame]:
    """The stack without some of its frames. Two frames may be alike: identity counts."""
    gone = {id(frame) for frame in frames}
    return [frame for frame in stack if id(frame) not in gone]


def to_top(stack: list[Frame], thread: Thread) -> list[Frame]:
    return [*without(stack, thread), *thread]


def add_last(slots: list[str], more: list[str]) -> list[str]:
    """``slots`` with ``more`` at the end, none twice."""
    return [*(slot for slot in slots if slot not in more), *more]
