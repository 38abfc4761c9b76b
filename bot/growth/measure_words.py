"""The words around a child's measures: labels, units, and what says that it is something else."""

import re
from typing import Literal

Kind = Literal["weight", "length", "head"]
# "other": a label that takes a number away from us (胸围, 体温).
Label = Literal["weight", "length", "head", "other"]
Unit = Literal["kg", "jin", "g", "cm", "m", "mm"]
When = Literal["now", "before", "birth"]

_SAID = r"(?=\s?[:是有约大概才]{0,3}\s?[0-9])"
_WEIGHT = rf"体重|重量|净重|称重|重{_SAID}"
_LENGTH = rf"身高|身长|体长|个子|个头|(?<!身)[高长]{_SAID}"
_HEAD = r"头围|头圈|头周|脑围"
_OTHER = (
    r"胸围|腰围|腹围|臂围|腿围|坐高|脚长|脚|鞋|裤长|体温|温度|奶量|血红蛋白|血糖|胆红素|黄疸"
    r"|评分|百分位|P(?=[0-9])|BMI|bmi"
)
LABEL = re.compile(
    rf"(?P<weight>{_WEIGHT})|(?P<head>{_HEAD})|(?P<other>{_OTHER})|(?P<length>{_LENGTH})"
)

_UNITS: dict[str, Unit] = {
    "公斤": "kg", "kg": "kg", "斤": "jin", "市斤": "jin", "克": "g", "g": "g",
    "厘米": "cm", "公分": "cm", "cm": "cm", "米": "m", "m": "m", "毫米": "mm", "mm": "mm",
}  # fmt: skip
# 6斤8 is eight liang, 1米02 two centimetres; 17斤8个月 and 17斤8.5 are two things.
UNIT = re.compile(
    r"\s?(?P<unit>公斤|kg|市?斤|克|g|厘米|公分|cm|毫米|mm|米|m)(?![a-z²2]|/(?![0-9]))"
    r"(?:(?P<half>半)|(?<=[斤g])零?(?P<grams>[0-9]{2,3})(?:克|g(?![a-z]))|(?<=斤)(?P<tail>[1-9一二三四五六七八九])(?:两|(?![0-9.个月岁天点\-~到]))"
    r"|(?<=[米m])(?P<metres>[0-9]{1,2}|[零一二三四五六七八九]{1,2})(?![0-9.个月岁天点公厘cm]))?",
    re.IGNORECASE,
)
# A bare number counts only where nothing behind it makes it a number of something else.
STANDS_ALONE = re.compile(
    r"(?=\s?(?:$|[,。;!?、/)~+]|多|左右|了|吧|呢|啊|呀|算|正常|偏|达标|标准|够|行|怎么|是不是|在"
    rf"|和|跟|与|还有|{_WEIGHT}|{_LENGTH}|{_HEAD}|\s[0-9]))"
)
SENTENCE = re.compile(r"[。;!?]")

ROUGH_BEFORE = re.compile(r"(?:大概|大约|差不多|约|快|将近|接近|不到|有?个|估计|可能)[是有到]?\s?$")
ROUGH_AFTER = re.compile(r"\s?(?:多|左右|上下|不到|出头|来)")
BIRTH = re.compile(r"出生|生下来|刚生|生的?时候?|落地|出院")
NOW = re.compile(r"现在|今[天早日]|这次|目前|刚刚?[量称测]|已经|如今")
BEFORE = re.compile(
    r"上次|上个?月|上周|上回|之前|以前|原来|原先|去年|前[天几]|昨天|那时|[月周天]前|满月[时那]|[岁月周天]的?时|体检时"
)
# 长了2斤, 一个月长3厘米: a change, not a size.
CHANGE = re.compile(
    r"(?:(?<!身)长|重|涨|增|胖|瘦|轻|掉|高|降|减|多|少)(?:加|重|高|胖|长|轻|掉)?了\s?(?:大概|大约|快|有|差不多)?\s?$"
    r"|(?:增加|增重|增高|增长|长高|长胖|减轻|下降|减少|上涨)(?:大概|大约|约)?\s?$"
    r"|(?:每|[一两半]个月|一月|一周|一天|半年|一年)[^,]{0,4}(?<![身体])[长涨增重高胖](?:大概|大约|约)?\s?$"
)
ABOUT_OTHERS = re.compile(
    r"(?:我(?!们|家|儿|女|孩|娃|宝|闺|的)|我自己|妈妈?|爸爸?|奶奶|爷爷|姥姥|老公|老婆|孕妇|产妇|大人|孕期|怀孕)"
    r"(?:的|现在|今年|也|都|净)*(?:体重|身高|个子|是|有|长|重|胖)*[:\s]*$"
)
NOT_A_CHILD_BEFORE = re.compile(
    r"(?:[吃喝买冲加抱提拎扛煮泡放用](?:了|到|过|个|约|大概)?|适合|适用|承重|限重|每|剂量|奶粉|米粉|[盐油糖奶肉蛋水])\s?$"
    r"|(?:离|距|床|栏|桌|椅|宽|深|水深|楼|屏|伤口|红包|疹|疙瘩|肿块|间距|缝)[^,]{0,6}$"
)
NOT_A_CHILD_AFTER = re.compile(
    r"\s?的?(?:奶(?!奶)|米粉|大?米|面(?!色)|肉(?![嘟乎肉])|鱼|虾|蛋|菜|水(?!肿)|盐|糖|油|药|辅食|果|苹果|粥|牛|钙|铁|D|维)"
    r"|\s?(?:以下|以上|以内|及以下|及以上)|\s?/(?!\s?[0-9])|\s?(?:远|宽|深|处|外)"
)


def label_of(match: re.Match[str]) -> Label:
    kinds: tuple[Label, ...] = ("weight", "head", "other", "length")
    return next(kind for kind in kinds if match[kind])


def unit_of(word: str) -> Unit:
    return _UNITS[word.lower()]
