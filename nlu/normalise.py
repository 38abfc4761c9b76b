"""One plain form for what people type, used alike in training and in serving.

Runs in Rasa's environment too: standard library only.
"""

import re
import unicodedata

# Longer texts are cut before they reach a classifier: a question fits in this many characters.
MAX_CHARS = 400

# Dialect and chat words that mean the same as the standard one. Order matters: longer first.
_COLLOQUIAL = [
    ("咋个", "怎么"),
    ("咋样", "怎么样"),
    ("咋整", "怎么办"),
    ("咋弄", "怎么办"),
    ("咋办", "怎么办"),
    ("咋", "怎么"),
    ("啥时候", "什么时候"),
    ("啥", "什么"),
    ("么子", "什么"),
    ("嘛子", "什么"),
    ("俺们", "我们"),
    ("俺", "我"),
    ("娃儿", "孩子"),
    ("娃娃", "孩子"),
    ("娃", "孩子"),
    ("小囡", "孩子"),
    ("崽", "孩子"),
    ("木有", "没有"),
    ("中不中", "行不行"),
    ("得行不", "行不行"),
    ("成不成", "行不行"),
    ("拖育", "托育"),
    ("脱育", "托育"),
    ("托玉", "托育"),
    ("备按", "备案"),
    ("背案", "备案"),
    ("登计", "登记"),
    ("等级备案", "登记备案"),
    ("民菲", "民非"),
    ("俩", "两"),
]
_INVISIBLE = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+"
)
_RUNS = re.compile(r"(.)\1{3,}")
_FILLERS = re.compile(
    r"^(?:嗯+|呃+|额+|那个|就是说|请问一下|请问|麻烦问下|问一下|你好)[,，\s]*(?=.{4})"
)


def clean(text: str) -> str:
    """NFKC, no control or invisible characters, single spaces. Keeps what people wrote."""
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub(" ", text)
    return re.sub(r"\s+", " ", text).strip()


def normalise(text: str) -> str:
    """The form that features are made of: clean, lower case, chat words in standard ones."""
    text = clean(text)[:MAX_CHARS].lower()
    text = _RUNS.sub(r"\1\1\1", text)
    for word, standard in _COLLOQUIAL:
        if word in text:
            text = text.replace(word, standard)
    return _FILLERS.sub("", text)
