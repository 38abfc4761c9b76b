"""Where one message may hold several questions."""

import re

_ENDS = re.compile(
    r"[？?。！!；;，,\n]+|(?=另外|还有就是|还有|顺便|再问|以及|同时|对了)"
    # 「登记在哪备案在哪消防找谁」: a question word, and then something else.
    r"|(?<=[在去上到]哪)(?=[^里儿个些办登备交领找报申]..)|(?<=找谁)(?=[^办登备交领].)|(?<=多久)(?=[^能办可才下].)"
    r"|(?<=[要带]啥)(?=[^材手证文].)|(?<=[一-鿿]{2}) (?=[一-鿿]{2})"
)
_AND = re.compile(r"和|跟|与|、|及|还有")
# More clauses than this are a story, and its questions stand in the last ones.
MOST = 6
_SHORTEST = 3


def clauses(text: str) -> list[str]:
    """The text's clauses, in order; what is too short to ask anything goes with the next one."""
    found: list[str] = []
    carried = ""
    for part in _ENDS.split(text):
        carried += part.strip()
        if len(carried) >= _SHORTEST:
            found.append(carried)
            carried = ""
    if carried and found:
        found[-1] += carried
    return found[-MOST:]


def on_both_sides(text: str, one: list[str], other: list[str]) -> bool:
    """Whether a word of each list stands on its own side of an 「和」: 「登记和备案去哪」."""
    return any(
        _has(text[: m.start()], left) and _has(text[m.end() :], right)
        for m in _AND.finditer(text)
        for left, right in ((one, other), (other, one))
    )


def _has(text: str, words: list[str]) -> bool:
    return any(word in text for word in words)
