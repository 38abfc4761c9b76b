"""Whole talks of parents, with frozen dates, on both databases."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.talk import Talk
from bot.store.database import Database
from tests.bot.family.world import Parent, children, china, only_child, service


@pytest.fixture
def parent(talker: Talk, database: Database) -> Parent:
    return Parent(service(talker, database))


async def test_before_anything_is_kept_it_is_said_what_and_why(
    parent: Parent, database: Database
) -> None:
    answer = await parent.says("我家妞2025年3月8号生的")
    assert "妞：2025年3月8日生，女宝" in answer
    for word in ("生日", "打过的针", "体检", "身高体重", "只用来", "删除我的数据"):
        assert word in answer
    assert await children(database) == []
    assert "记好了" in await parent.presses("记下来")
    (told,) = await children(database)
    assert (told.child.name, told.child.birth, told.child.sex) == ("妞", date(2025, 3, 8), "female")
    assert not told.child.reminders


async def test_no_is_no(parent: Parent, database: Database) -> None:
    await parent.says("我家妞2025年3月8号生的")
    assert "不记" in await parent.presses("先不记")
    assert await children(database) == []
    assert "哪年哪月哪天" in await parent.says("下一针打啥")


async def test_one_question_and_then_the_answer(parent: Parent, database: Database) -> None:
    asked = await parent.says("下一针打啥")
    assert parent.status == "asked"
    assert asked.count("？") == 1
    answer = await parent.says("2026年9月20日")
    assert "脊灰疫苗" in answer
    assert "以接种门诊安排为准" in answer
    assert parent.last["sources"]
    assert "记下来" in parent.labels
    assert await children(database) == []
    assert "记好了" in await parent.says("记下来")
    assert len(await children(database)) == 1


async def test_told_and_asked_in_one_sentence(parent: Parent) -> None:
    answer = await parent.says("我家豆豆2026年9月20号生的，下一针打啥")
    assert "豆豆今天2个月零2天" in answer
    assert "脊灰疫苗" in answer
    assert "记下来" in parent.labels


async def test_an_age_is_good_for_the_answer(parent: Parent, database: Database) -> None:
    answer = await parent.says("宝宝快俩月了")
    assert "疫苗" in answer
    assert "月龄" in answer
    assert "宝宝是哪天生的" in answer
    assert "下一次：11月27日（周五）起可以打：\n· 百白破疫苗第1剂" in answer
    assert "记下来" not in parent.labels
    await parent.says("2026年9月25日")
    assert "记下来" in parent.labels
    await parent.presses("记下来")
    (told,) = await children(database)
    assert told.child.birth == date(2026, 9, 25)


async def test_days_that_cannot_be(parent: Parent) -> None:
    assert "没有这一天" in await parent.says("宝宝2026年2月30号生的")
    assert "还没到" in await parent.says("2027年3月1日")
    assert "阳历" in await parent.says("农历三月初八")
    assert "2026年3月1日生" in await parent.says("2026年3月1日")


async def test_two_children(parent: Parent, database: Database) -> None:
    assert "老大是2023年12月几号" in await parent.says("老大2023年12月生的，老二上个月12号")
    assert "2023年12月5日" in await parent.says("5号")
    await parent.presses("记下来")
    first, second = await children(database)
    assert (first.child.name, second.child.name) == ("老大", "老二")
    assert "哪个孩子" in await parent.says("下一针打啥")
    assert "老二今天1个月零10天" in await parent.presses("老二")
    assert "老二" in await parent.says("该体检了没")
    assert "老大" in await parent.says("老大这么大会跑了吗")
    await parent.says("换老大")
    assert "老大今天" in await parent.says("该体检了没")


async def test_a_second_child_or_another_day(parent: Parent, database: Database) -> None:
    await parent.keeps("宝宝2025年3月8号生的")
    assert "是谁" in await parent.says("宝宝2025年3月9号生的")
    await parent.presses("改宝宝的生日")
    (told,) = await children(database)
    assert told.child.birth == date(2025, 3, 9)
    await parent.says("宝宝2026年10月1号生的")
    await parent.presses("是另一个孩子")
    assert len(await children(database)) == 2


# --- doses ------------------------------------------------------------------------------------
async def test_a_dose_with_one_before_it(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    assert "第1剂是哪天" in await parent.says("上周三打了百白破第二针")
    answer = await parent.says("7月10号")
    assert "百白破疫苗第2剂，2026年11月11日" in answer
    told = await only_child(database)
    assert [(d.vaccine, d.day, d.exact) for d in told.doses] == [
        ("dtap", date(2026, 7, 10), True),
        ("dtap", date(2026, 11, 11), True),
    ]
    assert "百白破疫苗：打了2剂，第2剂2026年11月11日" in await parent.says("疫苗打到哪了")


async def test_a_day_that_nobody_remembers_is_not_shown_as_told(
    parent: Parent, database: Database
) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("上周三打了百白破第二针")
    await parent.presses("不记得了")
    told = await only_child(database)
    assert [d.exact for d in told.doses] == [False, True]
    assert told.doses[0].day
    assert told.doses[0].day >= told.child.birth
    await parent.says("疫苗都按时打了")
    shown = await parent.says("疫苗全表")
    assert "日子没说" in shown
    assert "7月8日打了" not in shown


async def test_not_given_after_all(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    await parent.says("疫苗都按时打了")
    answer = await parent.says("百白破第4针没打")
    assert "百白破疫苗第4剂" in answer
    told = await only_child(database)
    assert len([d for d in told.doses if d.vaccine == "dtap"]) == 3


async def test_none_given_is_not_unknown(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    assert "麻腮风疫苗第1剂：晚了" in await parent.says("麻腮风还没打")
    assert [(d.vaccine, d.day) for d in (await only_child(database)).doses] == [("mmr", None)]
    await parent.says("今天打了麻腮风")
    assert [d.day for d in (await only_child(database)).doses] == [date(2026, 11, 22)]


async def test_given_on_the_day_of_birth(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("昨天打了乙肝第二针")
    await parent.says("出生那天打的")
    days = [d.day for d in (await only_child(database)).doses]
    assert days == [date(2026, 5, 8), date(2026, 11, 21)]


async def test_one_word_for_two_vaccines_is_asked(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("昨天打了流脑")
    assert parent.status == "asked"
    await parent.presses("A群流脑疫苗")
    assert [(d.vaccine, d.day) for d in (await only_child(database)).doses] == [
        ("mena", date(2026, 11, 21))
    ]


async def test_days_of_doses_that_cannot_be(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    assert "还没出生" in await parent.says("2026年3月1号打了乙肝第一针")
    assert "还没到" in await parent.says("2026年12月1号打了乙肝第一针")
    assert "没有第4剂" in await parent.says("今天打了乙肝第4针")
    assert (await only_child(database)).doses == []


async def test_taken_back(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("今天打了卡介苗")
    assert len((await only_child(database)).doses) == 1
    assert "去掉了" in await parent.says("记错了")
    assert (await only_child(database)).doses == []


# --- check-ups, development, growth -------------------------------------------------------------
async def test_a_check_up_that_was_done(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    assert "6月龄体检" in await parent.says("该体检了没")
    await parent.says("6个月体检做了")
    assert "6月龄体检，2026年11月21日" in await parent.presses("昨天")
    told = await only_child(database)
    assert [(c.key, c.day, c.exact) for c in told.checks] == [("month_6", date(2026, 11, 21), True)]
    assert "才到时间" in await parent.says("12个月体检做了")


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (china(2026, 11, 7), "下一次：6月龄体检，11月8日"),
        (china(2026, 11, 8), "这次：6月龄体检，11月8日"),
    ],
)
async def test_the_day_before_and_the_day(parent: Parent, now: object, shown: str) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    parent.now = now  # type: ignore[assignment]
    assert shown in await parent.says("该体检了没")


async def test_a_leap_day(parent: Parent) -> None:
    parent.now = china(2026, 2, 28)
    await parent.keeps("宝宝2024年2月29号生的")
    assert "今天2岁" in await parent.says("该体检了没")


async def test_born_early(parent: Parent) -> None:
    await parent.keeps("宝宝2026年6月1号生的，34周早产")
    answer = await parent.says("这么大会坐了吗")
    assert "矫正月龄4个月" in answer
    await parent.says("改宝宝孕周")
    assert "改好了" in await parent.says("足月")
    assert "矫正" not in await parent.says("这么大会坐了吗")


async def test_growth_with_a_picture(parent: Parent, database: Database) -> None:
    await parent.keeps("宝宝2026年5月8号生的")
    assert "男宝还是女宝" in await parent.says("今天体重7.5公斤身高66")
    answer = await parent.presses("女宝")
    assert "体重7.5公斤（15斤）" in answer
    assert "不能代替医生" in answer
    assert "[图] 宝宝的生长曲线" in answer
    (image,) = [m for m in parent.last["messages"] if m["type"] == "image"]
    async with database.unit() as rows:
        file = await rows.files.read(image["file"], parent.now)
    assert file
    assert file.content.startswith(b"\x89PNG")
    told = await only_child(database)
    assert told.child.sex == "female"
    (kept,) = told.measurements
    assert (kept.weight_kg, kept.length_cm) == (7.5, 66)


async def test_an_impossible_weight_is_asked_about(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2026年5月8号生的")
    await parent.says("体重75")
    assert parent.status == "asked"
    assert (await only_child(database)).measurements == []
    await parent.presses(parent.labels[0])
    assert [m.weight_kg for m in (await only_child(database)).measurements] == [7.5]


# --- what is not ours ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("孩子2岁能领多少育儿补贴", "ask_childcare_allowance"),
        ("员工体检多久一次", "ask_staff_health_check"),
        ("2025年3月8号生的能领多少钱", "parent_money"),
    ],
)
async def test_policy_stays_policy(parent: Parent, text: str, intent: str) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    await parent.says(text)
    assert parent.last["intent"] == intent


async def test_the_birth_a_flow_asks_for_is_the_flows(parent: Parent, database: Database) -> None:
    await parent.says("算算我家能领多少育儿补贴")
    assert parent.status == "asked"
    await parent.says("2025年3月8号生的")
    assert parent.last["intent"] != "family"
    assert await children(database) == []


async def test_danger_comes_first(parent: Parent) -> None:
    await parent.says("下一针打啥")
    answer = await parent.says("宝宝噎住了脸发紫")
    assert "120" in answer[:60]
    assert parent.status == "emergency"


async def test_a_question_in_between_leaves_the_errand_open(parent: Parent) -> None:
    await parent.says("下一针打啥")
    await parent.says("托育机构消防有什么要求")
    assert parent.last["intent"] != "family"
    assert "脊灰疫苗" in await parent.says("2026年9月20日")


async def test_later_is_fine(parent: Parent) -> None:
    await parent.says("下一针打啥")
    await parent.says("过两天再说")
    assert parent.last["intent"] == "family"
    await parent.says("2026年9月20日")
    assert "脊灰疫苗" not in parent.last["text"]


async def test_a_button_of_a_question_that_was_answered(parent: Parent) -> None:
    await parent.says("我家妞2025年3月8号生的")
    old = parent.last["choices"][0]["id"]
    await parent.presses("先不记")
    await parent._hear(choice=old)
    assert parent.last["intent"] != "family"


async def test_a_stored_state_of_another_program(parent: Parent, database: Database) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    async with database.unit() as rows:
        talk = await rows.peek("jsonl", "mother")
        assert talk
        talk.state = {**talk.state, "family": {"errand": 7, "more": []}}
    assert "妞今天" in await parent.says("下一针打啥")


async def test_children_over_three_are_not_kept(parent: Parent, database: Database) -> None:
    assert "满3岁" in await parent.says("宝宝2020年3月8号生的")
    assert await children(database) == []


async def test_one_child_deleted(parent: Parent, database: Database) -> None:
    await parent.keeps("老大2023年12月5号生的，老二2026年10月12号生的")
    await parent.says("删掉老二")
    assert len(await children(database)) == 2
    await parent.presses("删掉")
    assert [told.child.name for told in await children(database)] == ["老大"]


async def test_somebody_elses_children_are_not_seen(parent: Parent) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    other = Parent(parent.service, sender="stranger")
    answer = await other.says("下一针打啥")
    assert "妞" not in answer
    assert "哪年哪月哪天" in answer


@pytest.mark.parametrize(
    "text",
    [
        "小名叫<script>alert(1)</script>，2025年3月8号生的",
        "我家😀2025年3月8号生的",
        "宝宝0000年0月0号生的",
        "宝宝99999年3月8号生的",
        "宝宝体重" + "9" * 150 + "公斤",
        "打了百白破第99999999999999999999针",
        "f=1.yes",
        "remind=done:1.2026-11-22",
    ],
)
async def test_hostile_input(parent: Parent, text: str) -> None:
    await parent.keeps("我家妞2025年3月8号生的")
    assert await parent.says(text)
    await parent._hear(choice=text)
    assert parent.last["text"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
async def test_any_answer_to_any_question(parent: Parent, text: str) -> None:
    await parent.says("下一针打啥")
    assert await parent.says(text)
    assert await parent.says("取消")


async def test_the_age_of_a_kept_child_makes_its_fever_an_emergency(
    parent: Parent, database: Database
) -> None:
    """The lexicon is asked once more behind the reception, which tells the talk the age."""
    parent.now = china(2026, 11, 20)
    await parent.keeps("我家妞2026年9月30号生的")
    other = Parent(parent.service, parent.sender, parent.channel, parent.now, parent.last, 10)
    await other.says("烧到38度5了")
    assert other.status == "emergency"
    assert "不满3个月" in other.last["text"]
