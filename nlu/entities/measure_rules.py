"""Which unit or noun beside a number tells what it counts: the vocabulary of ``measures``."""

import re
from dataclasses import dataclass

from nlu.entities.quantity import Kind

_CHILD = r"(?:小孩子?|孩子|小?娃娃?(?:儿|们)?|宝宝|宝贝|婴幼儿|婴儿|幼儿|儿童|小朋友|小囡|囡囡|崽|学生|学员|托儿)"
_PLACE = r"(?:托位|位子|座位|位置|床位|床|名额|学位)"
_STAFF = (
    r"(?:老师|教师|教职工|保育[员师]|育婴[员师]|育儿嫂|员工|职工|工作人员|照护人员|阿姨|大姐"
    r"|厨师|炊事员|保安|安保|保洁|医生|护士|保健[员医师]|卫生人员|园长)"
)
_SQUARE = (
    r"(?:平方米|平方(?!公里|千米)|平米|[mM]2|平(?![安台常时整板均静稳价行果衡日]|房(?!子|屋)))"
)
OUTSIDE = r"(?:室外|户外|院子|院坝|院落|小院|大院|后院|前院|庭院|操场|露台|天台)"
# 60个三岁以下的孩子: what stands between the classifier and its noun.
_WHICH = (
    r"(?:[零一二两三半0-9~到-]{1,5}岁(?:以下|以内|左右|多)?的?|全日|普惠|左右的?|小|男|女|全职|专职|持证"
    r"|(?:员工|职工|教工|老师)(?:的)?(?=孩|娃|子女|宝))?"
)
_LINK = (
    r"(?:[是有为共总设收招能可以大概约到就才在数量个想要:\s]|差不多|估计|不到|最多|至少|打算|计划|准备|规模|面积"
    r"|不超过|超过|一共)*$"
)
_COUNTER = r"(?:\s?个(?!月|班|半|小时|钟|星期|礼拜|工作日|教室|房间|部门|平|人|托|乳|大|小|混|老|保|阿|地方|字|指标|机构|点|园)|\s?[名位人]|\s?个人)"
# 孩子60个老师8个: a noun with its own number behind it does not own the number before it.
_NEXT = (
    rf"\s?[个名位人](?=(?:{_STAFF}|{_CHILD}|{_PLACE})[是有共约大概:\s]*[0-9一二两三四五六七八九十])"
)


@dataclass(frozen=True)
class Rule:
    """``right`` matches behind the numeral; ``left`` must, ``never`` must not end before it."""

    kind: Kind
    right: re.Pattern[str]
    left: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    least: float = 1.0


RULES = (
    Rule("staff", re.compile(_NEXT), re.compile(_STAFF + r"[是有共约大概:\s]*$")),
    Rule("places", re.compile(_NEXT), re.compile(rf"(?:{_PLACE}|{_CHILD})[是有共约大概:\s]*$")),
    # 一平三十多 and 人均3平 are figures per square metre or per child, never rooms.
    Rule("area", re.compile(rf"\s?个?{_SQUARE}"), never=re.compile(r"每[^,]{0,6}$|均"), least=5),
    Rule(
        "classes",
        re.compile(r"\s?个?(?:托育?|全日)?班(?!主任|长|次|组|倒|车|人)"),
        never=re.compile(r"[每小中大第上值晚早夜]$|不是$"),
    ),
    Rule(
        "places",
        re.compile(rf"\s?[个名位]?{_WHICH}\s?(?:{_PLACE}|{_CHILD}(?!的[妈爸家]|妈|爸))|\s?个位"),
        # One's own children are no places, and 每班20人 is the rule for a class.
        never=re.compile(
            r"(?:我|我们?家里?|家里?|自己)(?:一共)?(?:有|带)?$|生了?$|每[^,]{0,4}$|多收了?$|不是$"
        ),
        least=2,
    ),
    Rule(
        "staff",
        re.compile(rf"\s?[个名位]?{_WHICH}\s?{_STAFF}(?!的?(?:孩|娃|子女|宝))"),
        never=re.compile(r"每[^,]{0,4}$|不是$"),
    ),
    Rule(
        "money",
        re.compile(
            r"\s?(?:块钱?|元|圆|人民币)(?![0-9一二三四五六七八九](?![年个天次月度平位名人])|[地场屏牌])"
        ),
        least=0.01,
    ),
    Rule("area", re.compile(r"(?!\s?[个名人位])"), re.compile(r"(?:面积|平方数)" + _LINK), least=5),
    Rule("places", re.compile(r"(?!\s?[个名人位平元块岁万])"), re.compile(_PLACE + _LINK), least=2),
    Rule(
        "places",
        re.compile(_COUNTER),
        re.compile(rf"(?:{_PLACE}|{_CHILD}|规模|招生){_LINK}"),
        least=2,
    ),
    Rule("staff", re.compile(_COUNTER), re.compile(_STAFF + _LINK)),
    Rule(
        "places",
        re.compile(_COUNTER),
        re.compile(
            r"(?:收|容纳|接纳|接收|能坐|能带|[能可以对外]招|招生?[满到])(?:[个满到了上]|大概|大约|差不多)*$"
        ),
        re.compile(r"多收了?$|[验没]收"),
        least=2,
    ),
)
