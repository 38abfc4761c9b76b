"""Picks from a numbered list, and plain yes or no."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.choice import choice_number
from nlu.entities.yes_no import yes_no

YES = (
    "是 是的 对 对对对 嗯 嗯嗯 嗯…… 好的 好嘞 要 要的 有 有的 有了 会 供 供餐的 当然 当然可以 可以 必须的 行 行啊 中 要得"
    " 得行 没问题 没错 我们有 已经有了 ok OK 👍 👍🏻 对，有的 嗯，是的！"
)
NO = (
    "不 不是 不是的 没有 没有呢 没有没有 不用 不用了谢谢 不供 不供餐 没 否 别 算了 算了吧 还没 无 不行啊 莫得 都没有 no"
    " 嗯，没有 没有，不用"
)
NEITHER = (
    "不知道 不清楚 不太清楚 不一定 不好说 没想好 是不是 有没有 有吗 可以吗 可以么 对吗？ 要不要 对，没有 不，要 有，3个 有院子"
    " 不是三个班 不是没有 好像有 应该有 或许 差不多 不好意思 对了 想想 你好 谢谢 哦 没关系 我想问下备案 三 ，，"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("１", 1),
        ("一", 1),
        ("1.", 1),
        ("1、", 1),
        ("（2）", 2),
        ("3)", 3),
        ("②", 2),
        ("2️⃣", 2),
        ("第一个", 1),
        ("第二项", 2),
        ("第三个选项吧，谢谢", 3),
        ("选2", 2),
        ("我选第二种", 2),
        ("选项二", 2),
        ("2号", 2),
        ("就第一个吧", 1),
        ("头一个", 1),
        ("最后一个", 4),
        ("最后那个", 4),
        ("倒数第二个", 3),
        ("5", None),
        ("0", None),
        ("-1", None),
        ("1.5", None),
        ("2个", None),
        ("俩", None),
        ("1和2", None),
        ("第一个和第二个", None),
        ("第二个多少钱", None),
        ("2岁", None),
        ("都可以", None),
        ("第一次来", None),
        ("", None),
    ],
)
def test_choice(text: str, expected: int | None) -> None:
    assert choice_number(text, 4) == expected


@given(st.integers(1, 30), st.integers(0, 30), st.sampled_from(["{}", "第{}个", "选{}", "{}、"]))
def test_every_number_in_range_is_a_pick(number: int, count: int, form: str) -> None:
    expected = number if number <= count else None
    assert choice_number(form.format(number), count) == expected
    assert choice_number(form.format(cn2an.an2cn(number)), count) == expected


@pytest.mark.parametrize("text", YES.split())
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", NO.split())
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", NEITHER.split())
def test_neither(text: str) -> None:
    assert yes_no(text) is None
