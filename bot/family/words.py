"""What parents say of their own child, known by its words: no model is asked, so none is trained.

What a policy could be asked about (money, places in daycare, registration) is never caught here,
and a question is only one of ours where it asks for this child's dates, sizes or development.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.family.vaccine_names import NAMES
from bot.growth import measures
from nlu.entities.ages import ages
from nlu.entities.births import births
from nlu.entities.gestation import gestation
from nlu.normalise import clean

# Longer than this nobody tells us a date or asks for the next vaccination.
LONGEST = 200


@dataclass(frozen=True)
class Command:
    """``name``: who handles it. ``own``: it speaks of one's own child beyond doubt."""

    name: str
    text: str
    own: bool = False


_END = r"[。!,.~ ]*$"
CHILD = re.compile(
    r"宝宝|宝贝|[大二三小]宝|孩子|娃|妞|囡|崽|婴儿|闺女|女儿|儿子|孙子|孙女|外孙|丫头|老[大二三]|小子"
)
# Questions of policy, of institutions and of others' children: never ours.
_POLICY = re.compile(
    r"[钱元款]|(?:能|可以|该)(?:拿|领|得|发)|拿[0-9]|给多少|发多少|补贴|补助|津贴|领(?!养)|报销|个税|扣除|抵扣|奖励|政策|文件|申请|申领|发放|产假|育儿假|陪产|托位|托育|托班|托管|入托|送托"
    r"|入园|幼儿园|早教|收费|学费|保育费|价格|备案|登记|机构|园[里长所区]|我们园|员工|老师|保育|职工|厨师|上岗|开班|几个班|班额|师生比|面积|平米|平方|租金|消防|执照|资格|户口|落户|医保|发票|投诉|生育"
)
_ILL = re.compile(
    r"[高低发]烧|发热|烧到|[34][0-9]\.[0-9]|脸色|喘|流脓|化脓|肿|疼|痛|痒|抗体|猫|狗|咬|破皮|飞机|反应|过敏|咳|拉肚|腹泻|呕吐|吐奶|疹(?!苗|疫|减)|感冒"
    r"|哭闹|能洗澡|硬块|怎么办|可以不打|必须打|要紧"
)
_ASKS = re.compile(
    r"[?？]|吗|么$|呢|什么|啥|怎么|咋|哪|多少|几[个针剂次岁]|没有$|没$|不$|该不该|是不是|能不能|会不会|要不要|(\w)不\1|多长时间|多久"
)
# Other people's check-ups.
_OTHERS = re.compile(
    r"没来|请假|再来|回来|返回|保安|做饭|实习|理发|阿姨|进园|离园|返园|健康证|婚检|孕|产检|老人|爸|我妈|老公|老婆|媳妇|入职|[我你]要|大人|成人"
)
# A room, a dish, a grown-up: sizes of something else.
_NO_SIZE = re.compile(r"层高|房|铺|门|楼|床|栏|桌|车|菜|留样|每样|样品|来克的样|减肥|食谱|评一下")
_NO_SKILL = re.compile(
    r"坐(?:牢|飞机|车|月子|便盆|马桶|高铁|火车)|[你您]|囟门|踮|双语|结巴|脏话|人话|八字|内八|外八"
)
_FREE = re.compile(r"免|费|公家|政府|医院|买单")
_SHOT = rf"(?:疫苗|预防针|防疫针|打针|接种|{NAMES})"
_GIVEN = r"(?:打了|打过|打完|打好|接种了|接种过|接种完|种了|种过|已打|已接种|刚打|吃了|服了)"

_PRIVACY = (
    ("erase", r"^(?:请|帮我|我要|我想|给我)*(?:把)?(?:删除|删掉|删了|清除|清空|注销|抹掉)掉?(?:我们?|我家|孩子|宝宝)?的?(?:全部|所有|一切)*的?(?:数据|资料|信息|账号|账户|记录|聊天记录)" + _END),
    ("erase", r"^(?:请|帮我)*把?(?:我们?|我家|孩子|宝宝)的?(?:全部|所有)?(?:数据|资料|信息|记录)(?:都|全|全部)*(?:删了|删掉|删除|清空|清掉|抹掉)吧?" + _END),
    ("export", r"^(?:请|帮我|我要|我想|给我)*(?:把)?(?:导出|下载|拿走|备份)(?:一份)?(?:我们?|我家|孩子|宝宝)?的?(?:全部|所有|一切)*的?(?:数据|资料|信息|记录)" + _END),
    ("export", r"^(?:请|帮我)*把?(?:我们?|我家|孩子|宝宝)的?(?:全部|所有)?(?:数据|资料|信息|记录)(?:都|全|全部)*(?:导出|下载|发(?:给)?我)(?:来|下来|吧)*" + _END),
    ("export", r"^你们?(?:都)?(?:存|记|留|保存)(?:了|着)?(?:我们?|我家)?(?:孩子|宝宝)?的?(?:什么|啥|哪些)(?:数据|资料|信息|东西)?(?:了|吗|呢)*[?？。]*$"),
)  # fmt: skip
_TOLD = (
    ("feed_end", r"(?:取消|停止|停掉|作废|不要|删掉?|关掉?|退掉?)(?:这个|我的|宝宝的|孩子的)?(?:日历|订阅)|(?:日历|订阅)(?:链接)?(?:取消|作废|停掉?|不要了|关掉?)"),
    ("feed", r"(?:发|给|要|导出|下载|做|生成|加到?|导入|添加)(?:一?个|一?份|到|我|进)*(?:手机|疫苗|体检|宝宝的?|孩子的?)*(?:日历|日程)|(?:日历|日程表?)(?:发|给|导出|下载)(?:一?个|一?份)?(?:给|到)?(?:我|手机)|订阅(?:日历|疫苗|体检|提醒|一下)?" + _END + r"|(?:日历|疫苗|体检)(?:怎么|咋|能不能|可以)?订阅|ics"),
    ("no_remind", r"^(?:请|以后|先)*(?:别|不要|不用|不必|停止|取消|关掉|关闭|停掉?)(?:再|给我|发)*(?:疫苗|体检|打针|宝宝的?|孩子的?|的)*提醒(?:我|了|吧|打疫苗|打针|体检)*" + _END),
    ("remind", r"(?:到时候?|到期|到点|到日子|以后|提前|每次|记得)(?:都|就|再)?提醒(?:我|我们|一下)|提醒(?:我|我们|一下)(?:去|带|给|到时候?|按时)*(?:宝宝|孩子|娃)?(?:去)?(?:打|接种|体检|疫苗|做|打针)|(?:开启|打开|开|要|设置?|设个|恢复)(?:疫苗|体检|打针|宝宝|孩子|的)*提醒" ),
    ("edit", r"(?:改|修改|更正|换)(?:一下|个)?(?:宝宝|孩子|娃|老大|老二|老三)的?(?:名字|性别)|(?:改|修改|更正)(?:一下|个)?.{0,5}?(?:生日|出生日期|小名|孕周)|(?:生日|出生日期|小名|孕周)(?:写|记|填|弄|搞|说)?错|(?:宝宝|孩子|娃|老大|老二|老三)的?(?:名字|性别)(?:写|记|填|弄|搞|说)?错|(?:生日|出生日期|小名)(?:改成|不对|要改|应该是)"),
    ("switch", r"^(?:我要|我想|帮我)?换(?:成)?(?:一?个|另一?个)(?:孩子|宝宝|娃)" + _END + r"|^(?:换成?|看看?|说说?|问问?|切换到?)(?P<who>老[大二三]|[大二三小]宝)的?吧?" + _END),
    ("children", r"^(?:看看?|查看?)?(?:我的?|我家的?|我们家的?)(?:孩子|宝宝|娃)(?:们)?(?:的)?(?:资料|信息|名单|档案)?(?:有哪些)?[?？。]*$|^(?:孩子|宝宝)(?:的)?(?:资料|信息|档案)[?？。]*$"),
    ("remove", r"^(?:请|帮我)*(?:把)?(?:删除|删掉|删了|去掉)(?P<who>老[大二三]|[大二三小]宝|孩子|宝宝|(?!员工|提醒|同事|我|数据).{1,4})(?:的资料|的信息)?" + _END),
    ("undo", r"^(?:不好意思|对不起|啊|哎呀|刚才|刚刚|我|上一?个|那个|[,\s])*(?:搞错|弄错|记错|说错|填错|写错|报错)了?" + _END + r"|^(?:撤销|撤回|取消刚才的?|刚才的?不算)(?:刚才的?|上一?条|一下|吧)*" + _END),
    ("all_given", r"(?:疫苗|针|该打的|前面的?|之前的?|以前的?)[^?？吗没]{0,6}(?:都|全|全部)(?:按时|已经|按月|按点)*(?:打了|打完|打过|接种|打齐|打全)|按时(?:都)?(?:打|接种)(?:的|了|过|着)"),
)  # fmt: skip
_SHOTS_ASKED = (
    ("all_shots", rf"疫苗(?:全表|时间表|接种表|程序表|计划表|一览|总表)|(?:所有|全部|完整)的?{_SHOT}"),
    ("shots", r"(?:疫苗|针|接种|预防针)(?:都)?(?:打|种|进行|做)?(?:到|得)(?:哪|第?几|什么)|(?:打|接种)(?:了|过)(?:哪些|哪几|几|多少)(?:种|个|针|剂)?(?:疫苗|针)?(?!勾|钩|电话)|(?:疫苗|接种|打针)(?:的)?(?:记录|进度|情况)"),
    ("next", r"下[一1]?[个次]?(?:针|剂|疫苗|次疫苗|次打针|次接种|回打针)|(?:该|要|得|还要|应该|需要|可以|能)(?:去|给(?:宝宝|孩子|娃))?(?:打|接种)(?:什么|啥|哪|几)(?!个?(?:号|电话))|(?:该|要)打(?:疫苗|针|预防针)(?:了|没|吗)|(?:还|有)(?:有|差|缺|剩)?(?:什么|啥|哪些|哪几)(?:针|疫苗|剂)?(?:疫苗)?(?:还)?(?:没打|没接种|要打)|(?:什么时候|啥时候?|哪天|几号|多会儿?)(?:再|该|要|去|能)*(?:打|接种)(?:下|针|疫苗|预防针|第)|(?:漏|落|欠)(?:打|种)(?:了|下)?(?:什么|啥|哪|没|吗)|打(?:什么|啥|哪些|哪几种)(?:疫苗|针|预防针)|(?:疫苗|针)(?:该)?打(?:什么|啥|哪)|有没有漏打"),
)  # fmt: skip
_CHECK = r"(?P<key>满月|四十二天|42天|[0-9一二两三四五六七八九十]{1,3}个?半?月(?:龄|大)?|(?:[一二两三1-3]周?岁半?)|半岁|周岁|百天)?(?:的|儿保|儿童|宝宝|健康)*体检"
_CHECKS = (
    ("checked", rf"{_CHECK}(?:已经|都|刚|昨天|今天|上周.?|前天|在?.{{0,10}}[日号天])*(?:做|查|检|去|体检)?(?:了|过|完|好)+(?!没|吗|么|\?|？)"),
    ("checked", rf"(?:做|查|去)(?:了|过|完)(?:个|一次)?{_CHECK}"),
    ("checkups", r"(?:该|要|得|需要)(?:去|做|带)?(?:宝宝|孩子|娃)?(?:去)?(?:做)?(?:儿保|体检)(?!证|表|报告)|下[一1]?[个次]?(?:的)?(?:儿保|体检)|(?:什么时候|啥时候?|哪天|几号|几个月|多大)(?:再|该|要|去|做|能)*(?:儿保|体检)|体检(?:该|要)?(?:查|做|看)(?:什么|啥|哪)|(?:体检|儿保)(?:了没|做没|没有|没)[?？。]*$"),
    ("newborn", r"(?:新生儿|刚出生).{0,4}筛查|(?:足跟血|听力筛查|听筛|采足底血).{0,6}(?:什么时候|哪天|几天|最晚|要不要)"),
)  # fmt: skip
_SKILL = r"(?:走|坐|站|爬|翻身|抬头|说话|叫(?:人|爸|妈|爹|娘)|喊(?:爸|妈|人)|指(?:人|东西|物)|跑|跳|笑|认人|认生|挥手|再见)"
_GROWING = (
    ("curve", r"(?:生长|成长|发育|身高|体重)曲线|曲线图"),
    ("skills", rf"(?:会不会|还不会|不会|没学会)(?:自己|独立|扶着?|自个儿?|开口)*{_SKILL}|(?:会|学会|该会)(?:自己|独立|扶着?|自个儿?|开口)*{_SKILL}[^,。;]{{0,3}}(?:吗|没|正常|呢|么|[?？])"),
    ("skills", r"(?:这么大|这个月龄|这个年龄|现在|这时候)(?:的宝宝|的孩子)?(?:该|应该|要|得)?会(?:些)?(?:什么|啥|哪些|干啥|干什么|做什么)|发育(?:得)?(?:正常|怎么样|怎样|咋样|好不好|预警|自查|里程碑|慢不慢|落后|达标)"),
)  # fmt: skip
_TIMELINE = re.compile(
    r"(?:宝宝|孩子|娃|我家.{0,3})(?:接下来|最近|后面)(?:要|该|有)(?:做|办|干)?(?:什么|啥|哪些)|(?:打针|疫苗)(?:和|跟|、)体检(?:的)?(?:时间|安排|日期)"
)
_LATER = re.compile(
    r"^(?:过[两几一]天|改天|回头|以后|晚点|下次|等会儿?|明天)(?:再)?(?:说|弄|讲|告诉你|记)吧?"
    + _END
)
_SWITCHED = r"(?:换成?|看看?|说说?|问问?|切换到?){}的?吧?[。!,.~ ]*"
_CANCEL = re.compile(
    r"^(?:取消|退出|算了|不弄了|不用了|不记了|不说了|先不(?:弄|说|记)了?|不想说)(?:吧|了)*" + _END
)
_NOT_GIVEN = re.compile(rf"(?:{NAMES}).{{0,8}}(?:还没|没有?|未|没去)(?:打|接种|种)")
_NAMED = re.compile(NAMES)
# 「今天打了疫苗」, without saying which.
_SOME = re.compile(
    rf"(?:打|接种)(?:了|过|完)(?:一)?(?:个|次|针)?(?:疫苗|预防针|针)|(?:疫苗|预防针|针){_GIVEN}"
)


def privacy(typed: str) -> Command | None:
    """The wish to have one's data, or to have them deleted; it holds whatever else is going on."""
    text = clean(typed)[:LONGEST]
    return _first(text, _compiled(_PRIVACY))


def command(typed: str, today: date, known: bool, names: Sequence[str] = ()) -> Command | None:
    """What a message wants of a child's dates; None where it is something else.

    ``known``: whether there is a child already; then less must be said for us to understand.
    ``names``: how their children are called.
    """
    text = clean(typed)
    if not text or len(text) > LONGEST or _POLICY.search(text):
        return None
    if any(re.fullmatch(_SWITCHED.format(re.escape(name)), text) for name in names if name):
        return Command("switch", text, own=True)
    own = known or bool(CHILD.search(text))
    found = _asked(text, own) or _told(text, today, own)
    return found and Command(found.name, text, own)


def _asked(text: str, own: bool) -> Command | None:
    """Questions of one's own child, and wishes."""
    if _ILL.search(text):
        return None
    for table in (_SHOTS_ASKED, _CHECKS, _GROWING):
        found = _first(text, _compiled(table))
        if found and not _of_others(found.name, text, own):
            return found
    if _TIMELINE.search(text):
        return Command("timeline", text)
    return None


def _of_others(name: str, text: str, own: bool) -> bool:
    """Check-ups, skills and screenings are asked of anybody's children, and of grown-ups."""
    if name in ("checkups", "checked"):
        return bool(_OTHERS.search(text)) or (not own and not _CHECKED_NOW.search(text))
    if name == "skills":
        this = own or bool(re.search(r"这么大|这个月龄", text))
        return not this or bool(_NO_SKILL.search(text))
    if name == "newborn":
        return not own or bool(_FREE.search(text))
    return name == "curve" and (not own or bool(_ABOUT_CURVES.search(text)))


# What curves mean is for an article.
_ABOUT_CURVES = re.compile(r"怎么看|掉|要看|要不要|什么意思|是什么|偏离")


_CHECKED_NOW = re.compile(r"满月|儿保|月龄|个月|该(?:去)?体检了|下[一1]?次体检|什么时候体检")


def _told(text: str, today: date, own: bool) -> Command | None:
    """Statements, the plainest first."""
    if _ILL.search(text):
        return None
    wish = _first(text, _compiled(_TOLD))
    if wish and (own or wish.name in ("feed", "feed_end", "remind")):
        return wish
    name = _of_doses(text, own) or _of_birth(text, today, own)
    if name is None and _measured(text, own):
        name = "measured"
    return Command(name, text) if name else None


def _of_doses(text: str, own: bool) -> str | None:
    """What was given, and what was not."""
    if _NOT_GIVEN.search(text) and not re.search(r"[?？]|吗", text):
        return "not_given"
    if _ASKS.search(text):
        return None
    if _NAMED.search(text) and re.search(_GIVEN, text):
        return "given"
    return "given_some" if own and _SOME.search(text) else None


def _of_birth(text: str, today: date, own: bool) -> str | None:
    """When the child was born, how early, how old it is."""
    if born(text, today):
        return "born"
    if own and gestation(text) is not None and not _ASKS.search(text):
        return "early"
    return "aged" if _only_an_age(text) else None


def born(text: str, today: date) -> bool:
    """Whether it tells of births and of next to nothing else: 「我家妞2025年3月8号生的」."""
    text = clean(text)
    found = births(text, today)
    if not found or _SUPPOSED.search(text):
        return False
    for birth in reversed(found):
        text = text[: birth.start] + text[birth.end :]
    return len(_ABOUT_BIRTH.sub("", _AROUND.sub("", text))) <= _OTHER_WORDS


# A name, and a word we do not know.
_OTHER_WORDS = 6
_SUPPOSED = re.compile(
    r"预产期|有没有|怀孕|还没生|要生|要是|如果|假如|[?？]|呢$|吗|多大|几岁|几个月|算|能不能|可以|老婆|媳妇|生日会|下个?月|从.{2,12}开始|一直"
)
_ABOUT_BIRTH = re.compile(
    r"出生|出世|生日|生于|生下|[生产]的|生|小名|名字|叫|男|女|孩|宝|早产|足月|周|[0-9+]|[,。、;!的了是在于我你他她家和还有]"
)


def _measured(text: str, own: bool) -> bool:
    """Sizes of a child; without a word for one, only the label or a child we know makes it ours."""
    found = [m for m in measures.read(text) if m.kind]
    if not found or _NO_SIZE.search(text) or re.search(r"多少|标准|应该|要多|吃|喝|奶", text):
        return False
    labelled = re.search(r"体重|身高|身长|头围", text)
    return own or (bool(labelled) and not _ASKS.search(text))


_AROUND = re.compile(
    r"我们?家?的?|俺们?家?|咱们?家?|的|宝宝|宝贝|[大二三小]宝|孩子|娃娃?|妞妞?|囡囡|崽|闺女|女儿|儿子|孙子|孙女|丫头|老[大二三]|小子"
    r"|今天|现在|已经|刚刚?|快要?|马上|差不多|大概|将近|就|要|满|有|是|了|啦|呢|哦|大|多|整|出头|[,。!~ ]"
)


def _only_an_age(text: str) -> bool:
    """「宝宝快俩月了」: an age, the child, and nothing else."""
    found = ages(text)
    if len(found) != 1 or not CHILD.search(text) or found[0].upper is not None or found[0].bound:
        return False
    rest = text[: found[0].start] + text[found[0].end :]
    return not _AROUND.sub("", rest)


def later(typed: str) -> bool:
    """「过两天再说」."""
    return bool(_LATER.search(clean(typed)))


def cancels(typed: str) -> bool:
    return bool(_CANCEL.search(clean(typed)))


def foreign(typed: str) -> bool:
    """A question of policy, or of what might be: no answer to a question of ours."""
    text = clean(typed)
    return bool(_POLICY.search(text) or re.search(r"要是|如果|假如|[?？]|呢$|吗", text))


def is_question(typed: str) -> bool:
    return bool(_ASKS.search(clean(typed)))


def who(text: str, name: str) -> str:
    """Whom 「删掉妞妞」 or 「换老二」 names; empty for nobody."""
    for known, pattern in _compiled(_TOLD):
        match = pattern.search(clean(text)) if known == name else None
        if match:
            return match.groupdict().get("who") or ""
    return ""


_COMPILED: dict[int, tuple[tuple[str, re.Pattern[str]], ...]] = {}


def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    if id(table) not in _COMPILED:
        _COMPILED[id(table)] = tuple((name, re.compile(p, re.IGNORECASE)) for name, p in table)
    return _COMPILED[id(table)]


def _first(text: str, table: tuple[tuple[str, re.Pattern[str]], ...]) -> Command | None:
    return next((Command(name, text) for name, p in table if p.search(text)), None)
