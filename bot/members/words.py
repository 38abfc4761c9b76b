"""What institutions' people say in chat, by its words: no model is asked, so none is trained.

Everything here is for people who are bound to an institution; the first two anybody may say. A
question (「员工体检多久一次」) is none of these, and stays a question of policy.
"""

import re
from dataclasses import dataclass

from bot.institutions import bind_codes
from nlu.normalise import clean

# Longer than this nobody tells us a duty or a colleague.
LONGEST = 120
FOR_ALL = frozenset({"bind", "bind_how"})


@dataclass(frozen=True)
class Command:
    """``name``: who handles it. ``rest``: what follows the words it was known by."""

    name: str
    rest: str = ""


_QUESTION = re.compile(
    r"[?？]|吗|么$|呢|什么|啥|怎么|咋|哪|多少|几[个天年时次]|能不能|可不可以|要不要|是不是|该不该|用不用"
    r"|多久|谁|有没有|需要|必须|应该|应当|规定|政策|条件|流程|要求"
)
_DONE = (
    r"(?:都|已经|全|刚){0,4}(?:办好|办完|办理好|做好|做完|弄好|弄完|搞好|搞完|完成|搞定|续好|续签好|换好|查完|查好|检完|交完|交上|报完|报好|体检完"
    r"|检查完|演练完|培训完|备案好|续签|续保|体检过|做过|办过|查过|演练过|培训过|检测过|做|办|查|换|报|交|演练|培训|体检)了"
)
_ROLE = r"保健(?:老师|医生?|员|人员)|卫生保健(?:人员|员)|副园长|副手|副负责人|园长|负责人"
_END = r"[。!,.~ ]*$"
_PLEASE = r"^(?:请|麻烦|帮我|帮忙|给我|我要|我想|我们?要|可以)?"
_MORE = r"(?:补贴|开办|开一家|开托|开园|登记成|办证|孩子多大|几个月)"

# The first that fits is meant. ``rest`` is what the handler reads.
_ASKED: tuple[tuple[str, str], ...] = (
    ("bind_how", r"^(?:怎么|如何|怎样|咋)绑定(?:机构|托育园|园所)?[?？]?$"),
    ("overview", r"^(?!.*" + _MORE + r").{0,12}?(?:还有|还剩|剩下?|有)(?:什么|啥|哪些|多少|几件|哪几件)(?:事情?|东西)?.{0,3}(?:没|要|该|需要|得|没有)(?:办|做|弄|完成)(?:的|呢|吗|了)*(?:事情?)?[?？。!]*$"),
    ("overview", r"^.{0,10}(?:待办(?:事项|清单)?|(?:什么|啥|哪些)(?:还)?没(?:办|做)(?:的|完)?|快到期的?(?:有哪些|有什么|有啥|事)?)[?？。]*$"),
    ("roster", r"^(?:看看?|查看?|显示)?(?:我们)?(?:园里?)?(?:的|里)?(?:员工|人员|同事|职工)(?:名单|名册|列表|有哪些|有谁|都有谁)[?？。]*$"),
    ("own_list", r"^(?:看看?|查看?)?(?:我|我们|自己|园里|我们园)(?:自己)?(?:都)?(?:加|设|添加)(?:了|过)?(?:的|哪些|什么)(?:提醒)?(?:有哪些)?[?？。]*$"),
)  # fmt: skip
_TOLD: tuple[tuple[str, str], ...] = (
    ("export", r"^(?:请|帮我|我要)?导出(?:一下)?(?:全区|全县|全市|辖区|所有机构)?(?:的)?(?:表格?|名单|汇总|情况|[Ee]xcel)?" + _END),
    ("calendar", r"^(?:请|帮我|我要|我想|把)?(?:订阅|导出|发我|要|加到手机|给我)?(?:一下)?(?:我们园?|园里|机构|办事)?的?日历(?:订阅|发我|发给我|给我|地址|链接)?" + _END),
    ("unbind", r"^(?:请|帮我|我要|我想)?(?:解绑|解除绑定|取消绑定|退出绑定|不(?:想|要)?(?:再)?绑定?了)(?:机构|微信|账号)?(?P<rest>.{0,30})$"),
    ("bind", r"^(?:我要|我想|申请|请)?绑定(?:机构|码|托育园|园所)?(?:是)?[:\s,]*(?P<rest>.{0,24})$"),
    ("hand_over", r"交接给|^.{0,8}(?:要|想|办)?交接" + _END + r"|(?:园长|负责人)(?:要)?换人|换(?:了)?(?:个|新)?(?:园长|负责人)|给新(?:园长|负责人)"),
    ("another", r"(?:换|加|再加|再绑|多绑|多加)(?:个|一个|定一个)?(?:微信|手机|电报|[Tt]elegram)?(?:号|账号)(?:也)?(?:收|接|绑)?|(?:另|别的|第二)(?:外)?(?:一)?个?(?:微信|手机|电报|号|账号).{0,4}(?:也)?收提醒"),
    ("prefer", r"^(?:请|以后|今后|往后|提醒|都|优先|就|的){0,6}(?:发|推送?|改)(?:到|给|在)?(?P<rest>微信|电报|[Tt]elegram|TG|tg)(?:上|里|吧|来)*" + _END),
    ("invite", r"(?:给|邀请|要|发|生成|绑)(?:个|一个|一下)?(?P<rest>" + _ROLE + r")(?:的|个|发|一个)*(?:绑定码|二维码|邀请码|码)|^邀请(?P<rest2>" + _ROLE + r")" + _END),
    ("officer_code", r"^(?:请|我要|帮我)?给(?P<rest>.{2,40}?)(?:的|发|一个|个|生成)*(?:绑定码|二维码|邀请码)" + _END),
    ("no_quiet", r"^(?:取消|关闭|关掉|不用|不要)(?:晚上|夜间)?(?:免打扰|静音)|(?:什么时候|随时|几点)都?(?:可以|能|行)(?:发|提醒)"),
    ("quiet", r"^(?P<rest>.{0,14}(?:点|点半|\d[:]\d\d).{0,14}?)(?:就|都|请|给我|的)*(?:别|不要|不许|不能|不准|勿|不用)(?:再)?(?:给我)?(?:发|打扰|提醒|吵|推送).{0,6}$"),
    ("stop", r"^(?:请)?(?:停止|关闭|停掉|关掉|停了|不要|别|不用|不想要|不需要|取消)(?:再)?(?:所有|全部|一切)?(?:的)?(?:给?我)?(?:发|推送)?提醒(?:我)?(?:了|吧)*" + _END),
    ("resume", r"^(?:请)?(?:恢复|打开|开启|继续|重新开)(?:所有|全部)?(?:的)?(?:给?我)?(?:发)?提醒(?:我)?(?:吧|了)*" + _END),
    ("without", r"^(?:请)?(?:不要|别发|不想要|不想收|关掉|停掉|停止|关闭|不用|别再发|不收)(?:再)?(?:发)?(?P<rest>[\u4e00-\u9fff]{2,8}?)(?:类|方面)?的?提醒(?:了)?" + _END),
    ("with", r"^(?:请)?(?:恢复|打开|开启|重新开|重新发|还是要)(?P<rest>[\u4e00-\u9fff]{2,8}?)(?:类|方面)?的?提醒(?:吧)?" + _END),
    ("own_end", r"^(?:请|帮我)?(?:删除|删掉|删了|去掉|删|取消)(?:第)?(?P<rest>(?![除掉了]).{0,30}?)(?:个|条|这条|这个|的)*提醒" + _END),
    ("add_own", r"^(?:请|帮我|我要)?(?:添加|新增|新加|设置?|加|建)(?:一)?(?:个|条|下)?提醒[:,\s]*(?P<rest>.{0,80})$"),
    ("add_own", r"^(?P<rest>(?:每|隔).{2,60})提醒(?:我|我们|一下|一次)*" + _END),
    ("add_own_maybe", r"^(?P<rest>(?:\d{4}年|明年|今年|后年)?\d{1,2}月\d{1,2}[日号](?:之|以)?前[^开招].{2,20})$"),
    ("remove", r"^(?:请|帮我)?(?:删除|删掉|删了|移除|去掉|删)(?:员工|同事)?[:\s]*(?P<rest>[^\s提醒]{2,20})" + _END),
    ("add_staff", r"^(?:请|帮我|我要|我想|再)?(?:添加|新增|新加|增加|登记|录入|加)(?:个|一个|一位|一名|位|名)?(?:新)?(?:员工|同事|职工|人(?=$|[:\s,]|叫))(?:信息)?(?P<rest>.{0,80})$"),
    ("reopen", r"^.{0,8}(?:重新|恢复|又|复)(?:开业|营业|开园|开门|开)(?:了)?" + _END),
    ("suspend", r"^.{0,8}(?:停业|停园|放假停业|歇业|暂停营业|停办|关园)(?P<rest>.{0,24}(?:到|至|天|个月|后).{0,20})$"),
    ("suspend", r"^(?:我们|我们园|园里|我)?(?:要|准备|想)?(?:暂停营业|停业|停园|歇业)(?:了|一段时间|几天)*" + _END),
    ("close", r"^(?:我们的?(?:园里?|托育园|机构)?|园里?|托育园|机构)(?:要|已经|准备)?(?:关了|关门了|关闭了|停办了|不开了|倒闭了|关张了|不办了|注销了)" + _END),
    ("left", r"^(?P<rest>[^,\s]{2,20}?)(?:老师|阿姨)?(?:已经|昨天|今天|上周|上个月|月底|已|.{0,6}[日号])?(?:离职|辞职|不干|走人|退休|走|离开)了(?P<rest2>.{0,20})$"),
    ("undo", r"^(?:刚才|刚刚|我|上一?个|那个|不好意思|对不起|啊|哎呀|[,\s]){0,6}(?:搞错|弄错|点错|按错|记错|说错|填错)了?" + _END),
    ("undo", r"^(?:撤销|撤回|撤消|取消刚才的?|刚才的?不算|取消办好了?|其实没办|还没办呢?)(?:刚才的?|上一?条|上一?个|一下|吧){0,3}" + _END),
    ("done_here", r"^(?:都|已经|我){0,3}(?:办好|办完|做好|做完|弄好|搞定|完成)了?" + _END),
    ("later_here", r"^(?:晚点|晚些|过会儿?|迟点|回头)(?:再)?(?:提醒|说)(?:我|吧)*" + _END),
    ("basis_here", r"^(?:看看?|查看?)?依据" + _END),
    ("last_time", r"^(?:我们|我们园)?(?:上|最近)(?:一)?次(?:的)?(?P<rest>.{2,30}?\d.{0,20}|.{2,20}(?:昨天|前天|今天|上周.|上个?月.{2,8}))$"),
    ("was_on", r"^(?P<rest>.{2,24}(?:体检|检查|演练|检测|查询)(?:日期|时间)?(?:是|在|改成|应该是).*\d.{0,30})$"),
    ("printed", r"^(?P<rest>.{0,24}?(?:到期日?期?|有效期|截止日?期?|届满|期限|检查日期|检验日期|租约|合同|许可证|执照|证|保险|电梯|灭火器)(?:是|到|为|至|在|:|,|\s|改成|续到|延到|换到)*.*(?:\d|明年|后年|长期|[一二三四五六七八九十]月).{0,16})$"),
    ("done", r"^(?P<rest>.{1,40}?" + _DONE + r".{0,20})$"),
    ("done", r"^(?P<rest>.{0,12}(?:昨天|前天|今天|\d{1,2}[日号])(?:都|已经|刚)?(?:体检|演练|检测|检查|续签|续保|年检|年报)(?:过)?(?:的|了|过)+)" + _END),
)  # fmt: skip
_ASKED_RES = tuple((name, re.compile(pattern)) for name, pattern in _ASKED)
_TOLD_RES = tuple((name, re.compile(pattern)) for name, pattern in _TOLD)
_CODE = re.compile(r"[0-9A-Za-z]{5}[-—–‐ ]?[0-9A-Za-z]{5}")
_CANCEL = re.compile(
    r"^(?:取消|退出|算了|不办了|不弄了|不用了|不加了|不要了|先不(?:办|弄|加)了|不说了)" + _END
)


def command(typed: str) -> Command | None:
    """What a message asks us to do with an institution; None where it is something else."""
    text = clean(typed)
    if not text or len(text) > LONGEST:
        return None
    if is_code(text):
        return Command("bind", text)
    asked = _found(text, _ASKED_RES)
    if asked or _QUESTION.search(text):
        return asked
    return _found(text, _TOLD_RES)


def _found(text: str, table: tuple[tuple[str, re.Pattern[str]], ...]) -> Command | None:
    for name, pattern in table:
        if match := pattern.search(text):
            groups = match.groupdict()
            parts = [groups.get("rest"), groups.get("rest2")]
            return Command(name, " ".join(part for part in parts if part).rstrip())
    return None


def is_code(text: str) -> bool:
    """「7K3M9-Q2XWT」 and nothing else. Ten letters in a row are a word, ten digits a telephone."""
    if not _CODE.fullmatch(text) or bind_codes.read(text) is None:
        return False
    mixed = any(c.isdecimal() for c in text) and any(c.isalpha() for c in text)
    return mixed or (not text.isalnum()) or (text.isalpha() and text.isupper())


def cancels(typed: str) -> bool:
    return bool(_CANCEL.search(clean(typed)))


def is_question(typed: str) -> bool:
    return bool(_QUESTION.search(clean(typed)))
