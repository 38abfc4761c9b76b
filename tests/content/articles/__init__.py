"""Four articles to test with, and the sentences that ask for them."""

from pathlib import Path

import numpy as np

from content.guidance import Article, read_article
from nlu.encoder import DIMENSIONS
from nlu.selector import Lessons

FILES = {path.stem: path.read_text("utf-8") for path in Path(__file__).parent.glob("*.md")}
SENTENCES = {
    "fever": [
        "宝宝发烧怎么办",
        "烧到38度5要吃药吗",
        "夜里体温39度用不用去医院",
        "退烧药隔多久吃一次",
        "美林和泰诺林能换着吃吗",
        "发热能不能捂汗",
    ],
    "diarrhoea": [
        "孩子拉肚子吃什么",
        "一天拉了五回稀的",
        "腹泻要不要停奶",
        "拉稀水用不用补液盐",
        "娃窜稀两天了咋整",
        "拉肚子补锌吗",
    ],
    "complementary_by_month": [
        "八个月一天吃几顿辅食",
        "辅食第一口加什么",
        "一岁吃饭要切多碎",
        "十个月能吃碎块吗",
        "加了辅食奶还喝多少",
        "米粉要吃到几个月",
    ],
    "screen_time": [
        "能给一岁的娃看手机吗",
        "看电视伤不伤眼睛",
        "每天看多久动画片合适",
        "不给平板就哭怎么办",
        "吃饭要看手机才肯张嘴",
        "奶奶老开着电视",
    ],
}


def articles() -> dict[str, Article]:
    return {name: read_article(f"guidance/{name}.md", text)[1] for name, text in FILES.items()}


def sentences() -> list[tuple[str, str]]:
    """(article, sentence)."""
    return [(name, text) for name, texts in SENTENCES.items() for text in texts]


def lessons() -> Lessons:
    """The sentences by their characters and sounds alone."""
    asked = sentences()
    return Lessons(asked, [], np.zeros((len(asked), DIMENSIONS), np.float32))
