"""How dates are typed, most definite form first: what an earlier pattern took is gone for the rest."""

import re
from collections.abc import Callable

from nlu.entities.date_reading import Reader, Reading
from nlu.entities.numerals import NUMERAL, TO

HINT = re.compile(
    r"[今明昨后]儿|[年月日号天周后前/]|[0-9][.-][0-9]|20[0-9]{6}|星期|礼拜|元旦|春节|清明|端午|中秋|国庆|五一|六一|十一"
    r"|儿童节|劳动节|教师节|妇女节|除夕|初一|三十|开学|开春"
)
_N = "零〇一二三四五六七八九十"
_YEAR = (
    rf"(?:(?:(?<![0-9{_N}])(?P<year>(?:19|20)[0-9]{{2}}(?=\s?年)|[一二][零〇九][{_N}]{{2}}(?=\s?年)"
    rf"|[0-9]{{2}}(?=\s?年\s?[0-9{_N}]{{1,3}}月)"
    r"|大后年|今年|本年(?!度)|明年|来年|(?<![以之])后年|去年|(?<![以之目])前年)(?![龄纪级])(?:\s?年)?))"
)
_IN_YEAR = rf"(?:{_YEAR}\s?[的是]?\s?)"
_DAY = rf"(?:(?<![0-9.])[0-9]{{1,2}}|(?<![{_N}])[{_N}]{{1,3}})"
_PART = r"(?P<part>底|末|初|中旬|中(?![国心班小])|上旬|下旬)"
# 9月60个 and 九月三个班 hold a month and then a number of something else.
_DIGITS = r"(?P<digits>[0-9]{1,2})(?![0-9.个岁人月年名万元块平多来楼层天周到至~-])"
# Without 日 or 号 a Chinese day (八月十五, 五月初五) is as often one of the moon's: not read.
_LUNAR = rf"(?P<lunar>(?:初|廿)?[{_N}]{{1,3}}(?![{_N}个岁人名万千百元块平多来楼层间天年月位周班]))"
_MONTHLY = r"(?!(?<=[钱元块哪每几少])一月|一月\s?(?:多少|几|要|能|交|收|赚|挣|[0-9一二两三四五六七八九]+[次回千百万块元顿]))"
_NO_MONTH = r"(?![龄大宝嫂子亮饼经]|的?[宝娃婴])"
_FESTIVALS = (
    r"元旦|春节|大年初一|除夕|大年三十|清明|端午|中秋|国庆|儿童节|劳动节|教师节|三八妇女节"
    r"|(?<![通超经不])过完?年(?=[前后]|$|[,。!?\s开就再的])"
    rf"|(?<![0-9{_N}百周第期拜])(?:五一|六一)(?![0-9{_N}百千万个路街号楼层岁月年点])"
    rf"|(?<![0-9{_N}百周第期拜双])十一(?=前|后|节|假|长假|黄金周|期间|[之以][前后]|开[业园]|$|[,。!?])"
)
# 备案三个月后 counts from the filing, not from today.
_NOT_SINCE = (
    r"(?<!出生|备案|登记|开业|开园|生完|发证|领证|拿证|接种|入职|入托|提前|通过|受理)(?<![满第隔])"
)
_WEEK = r"(?:周|星期|礼拜)"
# Numbers of documents and houses, and digits too long for a date.
ELSEWHERE = re.compile(
    r"[〔\[(【][0-9]{4}[〕\])】](?:第?[0-9]{1,4}号)?"
    rf"|(?<![0-9{_N}月])[0-9{_N}]+号(?=[楼文令院线门店铺车商厅室地]|公告|意见|通知|单元)"
    rf"|(?<=[路街道巷弄村文发函字令办栋楼房年第])\s?[0-9{_N}]+号|[0-9]{{9,}}"
)

Read = Callable[[Reader, re.Match[str]], Reading]

PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            r"(?<![0-9.])(?P<y>(?:19|20)[0-9]{2})\s?(?P<sep>[-./])\s?(?P<m>[0-9]{1,2})\s?(?P=sep)"
            r"\s?(?P<d>[0-9]{1,2})(?![0-9])(?:\s?[日号])?",
            Reader.full,
        ),
        (r"(?<![0-9])(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])", Reader.full),
        (
            rf"{_IN_YEAR}?(?:(?P<name>{_FESTIVALS})节?(?![路街])|(?:秋季|秋天|九月份?|9月份?)开学|秋季学期)",
            Reader.festival,
        ),
        (
            rf"{_IN_YEAR}?(?<!农历)(?<!阴历)(?<!每年)(?<!满){_MONTHLY}(?P<m>{_DAY})\s?月份?"
            rf"(?:的?\s?(?P<d>{_DAY})(?:{TO}{_DAY})?\s?[日号]|{_DIGITS}|{_PART}|{_LUNAR}|{_NO_MONTH})",
            Reader.month,
        ),
        (
            rf"(?P<rel>上上|下下|上|下|这|本)个?月份?(?:的?\s?(?P<d>{_DAY})\s?[日号]|{_PART}|{_NO_MONTH})",
            Reader.relative_month,
        ),
        (rf"(?<![0-9{_N}个每半当次])月(?P<part>底|末|初(?![{_N}]))", Reader.this_month),
        (
            rf"{_IN_YEAR}(?P<part>年?底|年?末|年?初(?![{_N}])|年?中(?![国心班小])|开?春天?)",
            Reader.year_part,
        ),
        (rf"(?<![0-9{_N}每])(?P<part>年底|年末|年初(?![{_N}])|开春)(?P<year>)", Reader.year_part),
        (
            r"(?P<rel>大前|(?<![以之目提大天])前|昨|今|明|大后|(?<![以之大天])后)天(?!天|性)"
            r"|(?P<dialect>[昨今明后])(?:儿个?|日(?!头条))",
            Reader.relative_day,
        ),
        (
            rf"(?:(?P<rel>上上|下下|上|下|这|本)个?|(?<![0-9{_N}两几每半多到至~-])){_WEEK}"
            rf"(?P<day>[一二三四五六日天末1-6])(?![次岁年个回遍月0-9{_N}])(?!{TO}{_WEEK}?[一二三四五六日天])",
            Reader.weekday,
        ),
        (_YEAR, Reader.year),
        (
            rf"(?:(?P<left>再过|再有|还有|还剩|只剩)|{_NOT_SINCE})(?P<n>{NUMERAL}|半)\s?"
            r"(?P<unit>天|个?星期|个?礼拜|周|个(?P<half_month>半)?月|年(?P<half_year>半)?)"
            r"(?:(?P<after>[以之过]?后)|(?P<before>[以之]?前(?!后))|(?(left)(?![大的])|(?!)))",
            Reader.offset,
        ),
        (rf"(?<!每月)(?<!每个月)(?P<d>{_DAY})号(?!人|码)", Reader.day),
        (
            r"(?<![0-9.])(?P<y>20[0-9]{2})[-./](?P<m>0?[1-9]|1[0-2])(?![0-9./-]|\s?号)",
            Reader.year_month,
        ),
        (
            r"(?<![0-9./A-Za-z-])(?P<m>[0-9]{1,2})[./](?P<d>[0-9]{1,2})(?![0-9./%])"
            r"(?P<sure>\s?[日号]|(?=开[业园]|[之以]?前))?",
            Reader.short,
        ),
    )
)
