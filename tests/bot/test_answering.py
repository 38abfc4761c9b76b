"""A place's rule that leans on the nation's: the nation's line has its own marks and warnings."""

from datetime import UTC, datetime

import pytest

from bot.conversation.present import plain
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said


@pytest.mark.parametrize(("year", "due"), [(2026, False), (2040, True)])
def test_the_nations_papers_say_when_they_are_past_their_review(
    talker: Talk, year: int, due: bool
) -> None:
    question = Said("泽州备案要不要营业执照，另外交什么材料")
    _, reply = talker.reply(TalkState(), question, datetime(year, 11, 23, 2, tzinfo=UTC))
    papers = next(line for line in plain(reply).split("\n") if "备齐执照" in line)
    assert "[" in papers
    assert ("待核实" in papers) is due
