"""A stored talk that cannot be read whole is read in part."""

from bot.conversation.state import TalkState
from flows.session import Session


def test_what_was_stored_comes_back() -> None:
    state = TalkState(session=Session(slots={"region": "330703"}), topic="fire")
    assert TalkState.restored(state.model_dump(mode="json")) == state


def test_nothing_stored_is_a_new_talk() -> None:
    assert TalkState.restored(None) == TalkState.restored({}) == TalkState()


def test_a_field_nobody_knows_or_that_is_broken_costs_only_itself() -> None:
    stored = TalkState(session=Session(slots={"form": "profit"}), topic="fire").model_dump(
        mode="json"
    )
    stored |= {"from_the_future": 1, "choices": "no list", "misses": {"a": 1}}
    restored = TalkState.restored(stored)
    assert restored.session.slots == {"form": "profit"}
    assert (restored.topic, restored.choices, restored.misses) == ("fire", [], 0)


def test_a_broken_session_leaves_the_rest() -> None:
    assert TalkState.restored({"session": {"stack": 5}, "topic": "fire"}).topic == "fire"
