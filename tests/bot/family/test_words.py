"""What is ours, and what is never caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.family.words import LONGEST, cancels, command, later, privacy
from nlu.neighbours import examples

TODAY = date(2026, 11, 22)

OURS = {
    "我家妞2025年3月8号生的": "born",
    "老大2023年5月生的，老二上个月12号": "born",
    "宝宝快俩月了": "aged",
    "娃一岁半多": "aged",
    "下一针打啥": "next",
    "两个月宝宝打什么疫苗": "next",
    "疫苗打到哪了": "shots",
    "上周三打了百白破第二针": "given",
    "麻腮风还没打": "not_given",
    "该体检了没": "checkups",
    "宝宝6个月体检做了": "checked",
    "这么大会走了吗": "skills",
    "宝宝会叫妈妈了吗": "skills",
    "今天宝宝体重8.5公斤身高70": "measured",
    "把日历发我": "feed",
    "取消日历订阅": "feed_end",
    "提醒我打疫苗": "remind",
    "宝宝34周早产": "early",
    "换一个孩子": "switch",
    "改宝宝的生日": "edit",
}
# With a child on record less must be said.
KNOWN = {
    "17斤": "measured",
    "该打的都按时打了": "all_given",
    "会走了吗": "skills",
    "6个月体检做了": "checked",
    "今天打了疫苗": "given_some",
    "别提醒了": "no_remind",
    "记错了": "undo",
}
NOT_OURS = [
    "孩子2岁能领多少育儿补贴",
    "2025年3月8号生的能领多少钱",
    "我女儿二三年九月生的，帮我算算补多少个月",
    "孩子2024年5月生的，可以上托班吗",
    "要是2024年5月生的呢",
    "我老婆下月生，我能请几天护理假",
    "2023年8月生的 能拿多少呀",
    "21年1月生的有没有",
    "2026年2月生的娃今年发多少",
    "娃请假仨月再来要体检吗",
    "员工体检多久一次",
    "员工该体检了没",
    "保安要不要体检的",
    "托育机构孩子体检多久一次",
    "托班收18个月的宝宝吗",
    "新生儿筛查免费吗",
    "打完疫苗发烧怎么办",
    "今年预产期是8月",
    "房子层高只有两米六",
    "3个班48个托位",
    "被猫挠了要打针吗",
    "",
    "？？？",
]


@pytest.mark.parametrize(("text", "name"), OURS.items())
def test_ours(text: str, name: str) -> None:
    found = command(text, TODAY, known=False)
    assert found
    assert found.name == name


@pytest.mark.parametrize(("text", "name"), KNOWN.items())
def test_with_a_child_on_record(text: str, name: str) -> None:
    found = command(text, TODAY, known=True)
    assert found
    assert found.name == name


@pytest.mark.parametrize("text", NOT_OURS)
@pytest.mark.parametrize("known", [False, True])
def test_policy_and_others_are_not_ours(text: str, known: bool) -> None:
    assert command(text, TODAY, known) is None


def test_questions_of_policy_in_the_training_data_are_not_caught() -> None:
    """Nobody without a child on record may be kept from an answer on policy."""
    caught = [
        (intent, text, found.name)
        for intent, text in examples()
        if intent.startswith(("ask_", "parent_money", "opening"))
        and (found := command(text, TODAY, known=False))
    ]
    assert caught == []


@pytest.mark.parametrize(
    "text", ["删除我的数据", "把我的数据都删了", "请删除我所有的资料", "删除孩子的数据"]
)
def test_the_wish_to_be_forgotten(text: str) -> None:
    found = privacy(text)
    assert found
    assert found.name == "erase"


@pytest.mark.parametrize("text", ["导出我的数据", "把我的资料发给我", "你们存了我什么数据"])
def test_the_wish_for_ones_data(text: str) -> None:
    found = privacy(text)
    assert found
    assert found.name == "export"


@pytest.mark.parametrize("text", ["删除员工数据怎么办", "数据安全有什么规定", "导出表格"])
def test_other_data(text: str) -> None:
    assert privacy(text) is None


def test_later_and_cancel() -> None:
    assert later("过两天再说")
    assert cancels("算了")
    assert not later("两天没拉了")


def test_a_name_of_theirs_switches() -> None:
    found = command("看看豆豆", TODAY, True, ["豆豆"])
    assert found
    assert found.name == "switch"
    assert command("看看清单", TODAY, True, ["豆豆"]) is None


@given(st.text(max_size=2 * LONGEST))
def test_anything_can_be_read(text: str) -> None:
    found = command(text, TODAY, known=True)
    assert found is None or found.text
