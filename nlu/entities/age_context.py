"""Is 三个月 the age of a child, or how long something lasts? The words around it decide."""

import re

from nlu.entities.fillers import is_bare

_CHILD = (
    r"(?:宝宝|宝贝|[大二三小我]宝|孩子|孩|娃娃|娃|囡囡|小囡|崽|婴儿|幼儿|闺女|女儿|儿子|孙子|孙女|外孙|丫头"
    r"|妹妹|弟弟|小家伙|老大|老二|老三|男孩|女孩|月龄|年龄|年纪|出生|生下来|刚生|他|她|[矫纠校]正)"
)
_JUST = (
    r"(?:[,\s才快都是有满约将近到刚就]|他|她|现在|今天|今年|刚刚|刚好|已经|大概|差不多|不到|未满|不满|还不到"
    r"|还没到|还差|只有|目前|马上)*$"
)
_CHILD_BEFORE = re.compile(_CHILD + _JUST)
_CHILD_AFTER = re.compile(
    r"\s?(?:大(?![概约])|龄|\+(?![0-9])|来?的?(?:小|大|男|女)?(?:宝|娃|孩|婴(?!幼儿班)|幼儿|闺女|女儿|儿子|孙|外孙|丫头|妹|弟|崽|囡)"
    r"|(?:以[上下内]|左右)的(?!录|视频|学费|费|租|合同|监控)|(?:到|至)[一二两三0-9]{1,3}岁)"
)
# Words right before: a time that something lasts, or the length of an illness.
_LASTING_BEFORE = re.compile(
    r"(?:提前|预收|收取?|交|缴|租期?|租约|签|押|存|保存|保留|留存?|每隔?|过|等了?|还[有要剩]|需要?|得|超过|超|最[多长短少]"
    r"|至少|隔离?|休|歇|停|用|花|前|[上干做办开烧拉吐哭咳等待]了|通风|断缴|间隔|连续|持续|第|近"
    r"|咳嗽?|发[烧热]|高烧|拉肚子|腹泻|便秘|湿疹|黄疸|拉稀|只剩|产假|试用|培训|有效)期?(?:都|快|约|大概)*$"
)
_LASTING_AFTER = re.compile(
    r"\s?(?:[之以]?[后前内](?!的)|[要得能]?(?:多少|几[个次回块千百])|一次|[要得]?(?:收|交|花|付|办)|[0-9一二两三四五六七八九十]+[次回顿块元千百]"
    r"|工资|预收|的?(?:租|押|费|钱|学费|工资|产假|录像|视频|监控|合同|时间|工期)|一[交付收]|没人)"
)
_ILL_AFTER = re.compile(r"\s?[了就都还也]*(?:没|不|一直|发|拉|吐|咳)")
_LASTING = re.compile(
    r"租|押金|预收|收费|[交缴]费|费用|学费|工资|补贴|备案|登记|证|审[批核]|录像|监控|保存|开业|开园|装修|[产育]儿?假"
    r"|社保|合同|试用|培训|工期|有效|招生|营业|回执|流水|公示"
)
_CARE = re.compile(
    r"发烧|发热|咳|拉肚子|腹泻|便秘|辅食|吃|喝|奶|睡|觉|疫苗|打针|翻身|爬|坐|站|走|说话|叫人|长牙|出牙|湿疹|黄疸|厌|哭"
    r"|闹|玩|早教|抱|喂|尿|便|入托|送托|托班|[哪啥么个]班|身高|体重|发育|抓|追视|抬头|吐|疹|开口|认人|就收"
)
_ONE_MONTH = re.compile(r"[一1]\s?个月")  # 一个月吃几次: how often, not how old
_ONE_DAY = re.compile(r"[一1]\s?(?:天|周|个?星期|个?礼拜)")
_HOW_OFTEN = re.compile(
    r"[^,。]{0,6}(?:几[次回罐桶包片袋斤顿个]|多少|[一二两三四五六七八九0-9][次回])"
)
_GOING_ON = re.compile(r"\s?(?:没|一直)")
_REACH = 12


def is_age(text: str, start: int, end: int, *, short: bool) -> bool:
    """Whether ``text[start:end]``, months or (``short``) days or weeks, is a child's age.

    Without a child beside it a number of months is an age only where the talk is of care, and
    not of money, leases or papers; days never are, for 发烧三天 is the usual case.
    """
    if _CHILD_AFTER.match(text, end):
        return True
    before = text[max(0, start - _REACH) : start]
    if _LASTING_BEFORE.search(before) or _LASTING_AFTER.match(text, end):
        return False
    if _is_a_rate(text, start, end) or (short and _ILL_AFTER.match(text, end)):
        return False
    if _CHILD_BEFORE.search(before) or is_bare(text, start, end):
        return True
    if short or _ONE_MONTH.fullmatch(text, start, end) or _GOING_ON.match(text, end):
        return False
    return not _LASTING.search(text) and bool(_CARE.search(text, end))


def _is_a_rate(text: str, start: int, end: int) -> bool:
    """一天吃几次, 一个月多少钱, 一天到晚."""
    if _ONE_DAY.fullmatch(text, start, end):
        return not text[:start].endswith(("出生", "生下来"))
    return bool(_ONE_MONTH.fullmatch(text, start, end) and _HOW_OFTEN.match(text, end))
