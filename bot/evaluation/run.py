"""Ask the assistant every question of a part, as people would, and grade what it says."""

import time
from collections.abc import Sequence
from datetime import datetime

from bot.conversation.present import present
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk as Assistant
from bot.conversation.turn import Said
from bot.evaluation.grade import Grade, grade
from bot.evaluation.questions import Talk
from bot.settings import CHINA

# Every question is asked on this day, so that a figure can be repeated.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)


def ask(assistant: Assistant, talks: Sequence[Talk]) -> tuple[list[Grade], list[float]]:
    """The grades, and the seconds each message took."""
    grades, seconds = [], []
    for talk in talks:
        state = TalkState()
        for question in talk.turns:
            began = time.perf_counter()
            state, reply = assistant.reply(state, Said(question.text), NOW)
            seconds.append(time.perf_counter() - began)
            sources = [note.region for note in reply.sources]
            regions = assistant.library.regions
            grades.append(grade(question, present(reply), sources, talk.file, regions))
    return grades, seconds
