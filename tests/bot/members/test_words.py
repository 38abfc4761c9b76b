"""Which words are for us, and which stay questions of policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.members.names import name_of
from bot.members.words import LONGEST, cancels, command
from tests.bot.members.town import CODE

MEANT = {
    "bind": ["绑定", "我要绑定", "绑定 7K3M9-Q2XWT", "绑定码：7k3m9q2xwt", "7K3M9-Q2XWT", CODE.lower()],
    "unbind": ["解绑", "我要解绑", "取消绑定", "不绑定了"],
    "hand_over": ["我要交接给新园长", "园长换人", "交接", "换园长"],
    "invite": ["给保健老师绑定码", "邀请副园长", "给副手绑定码"],
    "officer_code": ["给春苗1托育园绑定码"],
    "another": ["换个号也收提醒", "再绑一个号"],
    "prefer": ["以后发到微信", "以后提醒发到Telegram"],
    "add_staff": ["加员工", "加员工 王芳 保育员 2026年3月5日体检", "加个人：李梅，炊事员", "再加一个员工"],
    "left": ["王芳离职了", "李梅老师辞职了", "王芳走了"],
    "remove": ["删掉王芳", "删除员工王芳"],
    "roster": ["员工名单", "看看员工名单", "我们园的员工名单"],
    "done": ["王芳体检办好了", "消防演练昨天做了", "年报报了", "王芳昨天体检了", "房租合同续签了"],
    "undo": ["搞错了", "撤销", "刚才点错了"],
    "was_on": ["王芳体检是3月8号不是5号"],
    "last_time": ["上次消防演练是9月1日"],
    "overview": ["我们园还有啥没办", "还有什么要办的", "有哪些没办", "待办", "还有什么没办？"],
    "printed": ["营业执照到期日2027年5月1日", "食品经营许可证到2029年3月", "租约到2028年2月"],
    "add_own": ["加提醒：每月5号换灭火器压力表", "每年3月1日交房租提醒", "加提醒"],
    "add_own_maybe": ["2027年5月1日前续签清洁合同"],
    "own_list": ["我加的提醒"],
    "own_end": ["删除第2条提醒", "删除提醒"],
    "quiet": ["晚上8点后别发", "早上9点前不要提醒"],
    "without": ["不要培训类提醒"],
    "with": ["恢复培训提醒"],
    "stop": ["停止提醒", "别再提醒我了"],
    "resume": ["恢复提醒"],
    "suspend": ["我们停业到3月1日", "我们要停业"],
    "close": ["我们园关了", "园不开了"],
    "reopen": ["重新开业了"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in MEANT.items() for t in texts])
def test_what_is_meant(name: str, text: str) -> None:
    found = command(text)
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "员工体检多久一次", "体检多少钱", "加员工要什么资格", "消防要办什么", "食品经营许可证怎么办",
        "开托育园还有什么要办的", "营业执照在哪办", "营业执照办好了吗", "13812345678", "0632123456",
        "helloworld", "加个人所得税", "个人所得税减免", "备案要交什么材料", "连云港有补贴吗",
        "60个托位", "明年3月1日开业", "营利性的", "取消", "租金每月5000", "房租一年3万到5万",
        "租约三年", "保育员培训多少学时", "备案证书有有效期吗", "员工离职了要报备吗", "解绑是什么意思",
        "停止提醒会怎么样", "", "   ", "提醒", "🙂", "字" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert command(text) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    found = command(text)
    assert found is None or len(found.rest) <= 200
    assert cancels(text) in (True, False)


@pytest.mark.parametrize(
    "typed", ["王芳", "王芳2", "欧阳娜娜", "阿依古丽·买买提", "Anna", "叫李梅"]
)
def test_names(typed: str) -> None:
    assert name_of(typed) == typed.removeprefix("叫")


@pytest.mark.parametrize(
    "typed",
    ["王", "取消", "陈😀", "<b>王芳</b>", "王芳'; DROP TABLE", "字" * 21, "员工名单", "怎么加", "123", "", "停止提醒", "@王芳"],
)  # fmt: skip
def test_no_names(typed: str) -> None:
    assert name_of(typed) is None
