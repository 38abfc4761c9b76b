"""The words of a digest: by example, and that they fit whatever the names."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.duties.decision import Digest, Entry
from scheduler.duties.digest import BYTES, MOST, buttons, shown, text
from scheduler.duties.persons import Role
from tests.scheduler.reminding import item

TODAY = date(2026, 11, 23)


def entry(days: int, role: Role = "director", place: str = "阳光托育园", **more: Any) -> Entry:
    """Due so many days from today."""
    return Entry(item("d7", TODAY, TODAY + timedelta(days=days), **more), role, place)


def digest(*entries: Entry) -> Digest:
    return Digest("wang", "telegram", "chat", TODAY, entries)


def test_one_thing_to_do() -> None:
    assert text(digest(entry(7))) == (
        "有 1 件事提醒您：\n\n"
        "1. 张小红：员工每年健康检查\n"
        "还有 7 天，最晚11月30日周一办好。\n"
        "怎么办：带身份证去妇幼保健院体检。\n\n"
        "办完了，点「办好了」；现在没空，点「晚点提醒」；想知道是哪条规定，点「看依据」。"
    )


def test_several_with_one_overdue_and_one_of_the_institution_itself() -> None:
    report: dict[str, Any] = {
        "subject": "",
        "title": "企业年报",
        "todo": "上网填年报。",
        "key": "report",
    }
    assert text(digest(entry(-3), entry(1, **report))) == (
        "有 2 件事提醒您，其中 1 件已经过期：\n\n"
        "1. 张小红：员工每年健康检查\n"
        "已经过期 3 天（11月20日周五到期）。\n"
        "怎么办：带身份证去妇幼保健院体检。\n\n"
        "2. 本园：企业年报\n"
        "明天（11月24日周二）就到期。\n"
        "怎么办：上网填年报。\n\n"
        "办完一件，点「办好了」，再选是哪一件；现在没空，点「晚点提醒」；"
        "想知道是哪条规定，点「看依据」。"
    )


def test_what_is_on_no_record_is_asked_for_and_not_called_overdue() -> None:
    written = text(digest(entry(7, unrecorded=True), entry(-3, unrecorded=True, key="other")))
    assert written.startswith("有 2 件事提醒您：\n")
    assert (
        "没有上次的记录。办过的，点「办好了」告诉我们日期；没办的，11月30日周一前办一次。"
        in written
    )
    assert "没办的，请尽快办一次。" in written
    assert "过期" not in written


def test_the_second_contact_learns_why_it_is_they() -> None:
    assert text(digest(entry(-3, "second"))).startswith(
        "园长那边还没有回音，这 1 件事请您接着办：\n\n1. 张小红：员工每年健康检查\n"
    )


def test_the_bureau_sees_whose_it_is_and_cannot_say_done() -> None:
    made = digest(entry(-14, "officer"), entry(-14, "officer", "月亮托育园", subject=""))
    assert text(made) == (
        "您管的托育机构有 2 件事还没有回音：\n\n"
        "1. 阳光托育园 张小红：员工每年健康检查\n"
        "已经过期 14 天（11月9日周一到期）。\n"
        "怎么办：带身份证去妇幼保健院体检。\n\n"
        "2. 月亮托育园：员工每年健康检查\n"
        "已经过期 14 天（11月9日周一到期）。\n"
        "怎么办：带身份证去妇幼保健院体检。\n\n"
        "想知道是哪条规定，点「看依据」。"
    )


def test_somebody_of_two_institutions_sees_which_one() -> None:
    words = text(digest(entry(7), entry(7, "second", "月亮托育园", institution="moon")))
    assert words.startswith("有 2 件事提醒您：\n\n1. 阳光托育园 张小红：")
    assert "2. 月亮托育园 张小红：" in words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, "还有 30 天，最晚12月23日周三办好。"),
        (49, "还有 49 天，最晚2027年1月11日周一办好。"),
        (1, "明天（11月24日周二）就到期。"),
        (0, "今天（11月23日周一）就到期。"),
        (-1, "已经过期 1 天（11月22日周日到期）。"),
        (-400, "已经过期 400 天（2025年10月19日周日到期）。"),
    ],
)
def test_how_many_days(days: int, words: str) -> None:
    assert text(digest(entry(days))).split("\n")[3] == words


def test_a_date_that_may_still_move_says_so() -> None:
    line = text(digest(entry(30, estimated=True))).split("\n")[3]
    assert line.endswith("放假安排还没公布，日子可能差几天。")


def test_nothing_can_be_put_off_past_its_due_date() -> None:
    assert buttons(digest(entry(-3), entry(1))) == ("办好了", "晚点提醒", "看依据")
    assert buttons(digest(entry(-3), entry(0))) == ("办好了", "看依据")
    assert "晚点提醒" not in text(digest(entry(-3), entry(0)))
    assert buttons(digest(entry(7, "officer"))) == ("看依据",)


def test_eight_are_listed_and_the_rest_counted() -> None:
    many = digest(*(entry(7, todo="去体检", title="健康检查") for _ in range(20)))
    assert len(shown(many)) == MOST
    words = text(many)
    assert words.startswith("有 20 件事提醒您：")
    assert "8. 张小红" in words
    assert "9. 张小红" not in words
    assert "另外还有 12 件没有列出来，发「我们园还有啥没办」就能看全。" in words


def test_the_bureau_is_not_asked_about_an_institution_of_its_own() -> None:
    many = digest(*(entry(-14, "officer") for _ in range(9)))
    assert f"另外还有 {9 - len(shown(many))} 件没有列出来。\n" in text(many)


def test_long_names_are_cut() -> None:
    words = text(digest(entry(7, subject="很\n长" * 40, title="长" * 40, todo="做" * 90)))
    assert "1. 很 长很 长很 长很 …：" + "长" * 29 + "…\n" in words
    assert "怎么办：" + "做" * 59 + "…。" in words


NAMES = st.text(st.characters(codec="utf-8"), max_size=120)
ROLES: st.SearchStrategy[Role] = st.sampled_from(["director", "second", "officer"])
ENTRIES = st.builds(
    entry,
    st.integers(-2000, 2000),
    ROLES,
    NAMES,
    subject=NAMES,
    title=NAMES,
    todo=NAMES,
    estimated=st.booleans(),
)


@given(st.lists(ENTRIES, min_size=1, max_size=30))
def test_whatever_the_names_it_fits_one_message_and_leaves_nobody_out(
    entries: list[Entry],
) -> None:
    made = digest(*entries)
    words, listed = text(made), shown(made)
    assert len(words.encode()) <= BYTES
    assert 1 <= len(listed) <= MOST
    assert listed == made.entries[: len(listed)]
    left = len(entries) - len(listed)
    assert (f"另外还有 {left} 件" in words) == (left > 0)
