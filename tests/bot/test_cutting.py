"""Where texts are cut: between steps, lines and sentences; blocks stay whole where they can."""

import pytest

from bot.channels.cutting import cut, stacked


def head(text: str) -> str:
    return text[:12]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("短", ["短"]),
        ("", [""]),
        ("一二三。四五六。七八九十甲", ["一二三。四五六。", "七八九十甲"]),
        ("一二三。四五六\n七八九。十", ["一二三。四五六", "七八九。十"]),
        # The second step is not torn from its lines, though more of it would fit.
        ("□一二三四五六七\n□二\n  去哪办\n□三", ["□一二三四五六七", "□二\n  去哪办\n□三"]),
        # A step that begins too early is: half of the message would be empty.
        ("□一\n□二\n  甲乙丙丁\n  戊己", ["□一\n□二\n  甲乙丙丁", "戊己"]),
        ("无" * 14, ["无" * 12, "无" * 2]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, parts: list[str]) -> None:
    assert cut(text, head) == parts


def test_blocks_share_a_message_or_keep_together() -> None:
    assert stacked(["一二", "", " 三四\n"], head) == ["一二\n三四"]
    assert stacked(["一二三四五六", "七八九十甲乙", "丙"], head) == [
        "一二三四五六",
        "七八九十甲乙\n丙",
    ]
    assert stacked(["一" * 14, "二"], head) == ["一" * 12, "一一\n二"]
    assert stacked(["", " \n"], head) == []
