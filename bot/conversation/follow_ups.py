"""Half sentences that only mean something after the last answer.

「那连云港呢」「非营利的呢」「住建局呢」「去哪申请」「依据是哪个文件」: the topic, the place and the facts
asked about stay what they were, but for the one thing that is named.
"""

import re
from typing import Literal

from bot.conversation.choices import Choices
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding

Aspect = Literal["where", "papers", "when", "basis"]
# Longer than this it is a question of its own.
HALF = 12
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    ("basis", re.compile(r"依据|哪个文件|什么文件|哪份文件|文号|出处|哪一?条|凭什么这么说|谁说的|谁定的")),
    ("papers", re.compile(r"(?:要|需要|得|用)?(?:带|交|备|准备|提交)(?:些|点)?(?:啥|什么|哪些)|(?:什么|啥|哪些)(?:材料|资料|手续|证件|东西)")),
    ("when", re.compile(r"(?:要|得|大概)?(?:多久|几天|多长时间|多少天)|(?:截止|期限|最晚|最迟|填报?|交)?(?:到|是|在)?(?:什么|啥)时候(?:能|可以|到|发|下|截止|填|交|办)?|何时|(?:有)?(?:截止|期限)(?:日期|时间)?")),
    ("where", re.compile(r"(?:去|在|到|上|找)(?:哪|谁|什么地方|啥地方|哪个)|哪里|哪儿|(?:哪个|什么)(?:部门|窗口|单位|局)|谁(?:管|办|负责)|(?:怎么|咋)(?:申请|申领|领|办|报|弄)")),
)  # fmt: skip
# So many characters name a detail; a question this sure of its topic has a subject of its own.
_NAMED = 2
_OWN_SUBJECT = 0.9
# Nothing of its own beside the aspect: no subject.
_EMPTY = re.compile(
    r"[那这个它的呢吗嘛么呀啊是在要得能可以办理申请申领办好到账下来领发填查做告都还再又就也钱有？?。，,! ！]|部门|窗口|单位|材料|资料|手续|文件|规定|多久|大概|一般"
)
_NATIONAL = ("国家", "全国", "那国家", "那全国", "国标", "中央")
_OF_NATION = re.compile(
    r"国家|全国|中央|国标|法律上?|底线|标准|统一|怎么说|咋说|多少|几天|啥样|什么样"
)
_OPERATORS = {
    "operator_subsidy": "childcare_allowance",
    "tax_relief": "tax_deduction",
    "filing_materials": "enrolment",
}
_ROLES = {
    re.compile(
        r"(?:那)?(?:我|俺)(?:们)?(?:就)?是(?:个)?(?:家长|宝妈|宝爸|当妈的|当爸的|孩子(?:他)?[爸妈]|孩子家长|奶奶|爷爷|姥姥|外婆)(?:啊|呀|呢)?"
    ): _OPERATORS,
    re.compile(
        r"(?:那)?(?:我|俺)(?:们)?(?:就)?是(?:个)?(?:开|办)?(?:机构|园|托育|托班)的?(?:园长|老板|负责人)?(?:啊|呀|呢)?"
    ): {v: k for k, v in _OPERATORS.items()},
}
_OFFICE = re.compile(r"局|委|大队|支队|中心|工会|团|妇联|协会|办|政府|街道|乡镇|银保监|部门")
_BUREAU = "我们收录的内容里没有更细的写法，请问{bureau}或拨12345。"


class FollowUps:
    """Answers half a sentence from the talk so far, or leaves it alone."""

    def __init__(self, topics: Topics, choices: Choices) -> None:
        self.topics = topics
        self.choices = choices
        self.runner = topics.runner

    def place(self, turn: Turn, said: Understanding, covers: bool) -> bool:
        """Nothing but a place: the last question there."""
        if not said.only_place or covers:
            return False
        place = said.facts.get("region")
        if place:
            self.choices.place_named(turn, place, said)
        elif said.vague:
            self.runner.ask_which(turn, said.vague)
        return bool(place or said.vague)

    def other_fact(self, turn: Turn, said: Understanding) -> bool:
        """Another legal form, or another department: 「非营利的呢」「住建局呢」."""
        topic = turn.state.topic
        half = len(said.text) <= HALF and said.text.rstrip("？?。").endswith(("呢", "的"))
        if topic is None or not half:
            return False
        region = said.facts.get("region") or turn.state.topic_region
        if said.dept and (topic == "department_duty" or _OFFICE.search(said.text)):
            self.topics.answer(turn, "department_duty", region, said)
            return True
        if said.facts.get("form") or "inclusive" in said.facts:
            if self.topics.same(turn, topic, region, said):
                turn.reply.say("这一条不分性质，都一样：")
            self.topics.answer(turn, topic, region, said, follows=True)
            return True
        return False

    def role(self, turn: Turn, said: Understanding) -> bool:
        """「我是家长」 behind an answer for operators, and the other way round."""
        pattern = next((p for p in _ROLES if p.fullmatch(said.text.strip("。!！"))), None)
        topic = _ROLES[pattern].get(turn.state.topic or "") if pattern else None
        if topic is None:
            return False
        self.topics.answer(turn, topic, turn.state.topic_region, said)
        return True

    def nation(self, turn: Turn, said: Understanding) -> bool:
        """「国家规定呢」: the last question, without the place."""
        topic = turn.state.topic
        if topic is None or len(said.text) > HALF or not said.text.startswith(_NATIONAL):
            return False
        if _EMPTY.sub("", _OF_NATION.sub("", said.text)):
            return False
        place = turn.state.topic_region
        self.topics.answer(turn, topic, None, said, follows=True, nation=True)
        turn.state.topic_region = place
        return True

    def aspect(self, turn: Turn, said: Understanding) -> bool:
        """Where, with what, when, on what basis: of the last topic, where nothing else is named."""
        topic = turn.state.topic
        if topic is None or len(said.text) > HALF or topic not in self.topics.library.topics:
            return False
        aspect = next((a for a, pattern in _ASPECTS if _nothing_but(pattern, said.text)), None)
        if aspect is None:
            return False
        if aspect == "basis":
            self._basis(turn, said)
            return True
        follows = self.topics.library.topics[topic].follows.get(aspect)
        if (
            follows is None
            and self.topics.matched(turn, topic, turn.state.topic_region, said) < _NAMED
        ):
            self._no_more(turn)
        self.topics.answer(turn, follows or topic, turn.state.topic_region, said, follows=True)
        return True

    def detail(self, turn: Turn, said: Understanding) -> bool:
        """「双胞胎呢」「爸爸能领吗」: a detail of the last topic, if it is nobody else's rather."""
        topic = turn.state.topic
        region = said.facts.get("region") or turn.state.topic_region
        if topic is None or len(said.text) > HALF or said.vague:
            return False
        other = said.intent.removeprefix("ask_")
        subject = other in self.topics.library.topics
        if (subject or self.runner.definitions.triggered_by(said.intent)) and not _leans(said):
            return False
        ours = self.topics.matched(turn, topic, region, said)
        theirs = self.topics.matched(turn, other, region, said)
        if topic == other or ours < _NAMED or ours < theirs:
            return False
        self.topics.answer(turn, topic, region, said, follows=True)
        return True

    def _basis(self, turn: Turn, said: Understanding) -> None:
        """The local document, or the answer once more with its sources."""
        region = turn.state.topic_region
        covered = region and self.topics.library.regions.coverage(region)
        topic = turn.state.topic or "document"
        self.topics.answer(turn, "document" if covered else topic, region, said, follows=True)
        turn.state.topic = topic

    def _no_more(self, turn: Turn) -> None:
        regions = self.topics.library.regions
        covered = turn.state.topic_region and regions.coverage(turn.state.topic_region)
        bureau = regions.covered[covered].bureau if covered else "当地县级卫健部门"
        turn.reply.say(_BUREAU.format(bureau=bureau))


def _leans(said: Understanding) -> bool:
    """Whether half a sentence that sounds like something else may belong to the last question."""
    if said.mentions:
        return False
    asks = said.text.rstrip("？?。！!").endswith("呢")
    return asks or (said.is_question and said.confidence < _OWN_SUBJECT)


def _nothing_but(pattern: re.Pattern[str], text: str) -> bool:
    rest, found = pattern.subn("", text)
    return bool(found) and not _EMPTY.sub("", rest)
