"""The second opinion on emergencies, taught a handful of sentences."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.alarm import Alarm
from nlu.encoder import Encoder
from nlu.errors import ModelMissing

ALARMS = [
    ("seizure", "孩子抽起来了 翻白眼"),
    ("seizure", "突然两眼上翻全身发硬"),
    ("seizure", "抽搐停不下来怎么办"),
    ("burn", "热水烫了一大片"),
    ("burn", "开水浇在手上起泡"),
    ("burn", "被热汤烫到胸口了"),
]
OTHERS = [
    "备案要什么材料", "托育补贴一个班多少", "抽空去办个证", "抽奖活动怎么弄", "烫头发的店能开吗",
    "热水器要装吗", "辅食几个月加", "晚上老是醒", "疫苗打到几岁", "食堂要什么证", "你好", "谢谢啦",
]  # fmt: skip


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def alarm(encoder: Encoder) -> Alarm:
    return made(encoder)


def made(encoder: Encoder) -> Alarm:
    return Alarm.of(ALARMS, OTHERS, encoder.encode([*(t for _, t in ALARMS), *OTHERS]))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("又抽起来了全身发硬", "seizure"), ("热水烫到手起泡", "burn"), ("chouchu le", "seizure")],
)
def test_hears_what_it_was_not_taught(alarm: Alarm, encoder: Encoder, text: str, kind: str) -> None:
    heard = alarm.hear(text, encoder.encode([text])[0])
    harmless = alarm.hear("备案材料有哪些", encoder.encode(["备案材料有哪些"])[0])
    assert max(heard.kinds, key=lambda k: heard.kinds[k]) == kind
    assert heard.danger > harmless.danger


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_any_text_has_a_share_of_each_kind(alarm: Alarm, encoder: Encoder, text: str) -> None:
    heard = alarm.hear(text, encoder.encode([text])[0])
    assert 0 <= heard.danger <= 1
    assert sum(heard.kinds.values()) == pytest.approx(1, abs=1e-3)


def test_what_is_nearest_leans_it(alarm: Alarm, encoder: Encoder) -> None:
    """A taught emergency is heard more plainly than the same words in another order."""
    taught, shuffled = "热水烫了一大片", "一大片水热了烫"
    here, there = (alarm.hear(t, encoder.encode([t])[0]).danger for t in (taught, shuffled))
    assert here > there


def test_teaching_twice_gives_the_same(alarm: Alarm, encoder: Encoder) -> None:
    again, vector = made(encoder), encoder.encode(["抽了"])[0]
    assert again.hear("抽了", vector) == alarm.hear("抽了", vector)


def test_it_is_saved_and_loaded(alarm: Alarm, encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "alarm.npz"
    alarm.save("print", file)
    loaded = Alarm.load(file)
    assert (loaded.fingerprint, loaded.kinds) == ("print", ["burn", "seizure"])
    for _, text in ALARMS:
        vector = encoder.encode([text])[0]
        here, there = alarm.hear(text, vector).danger, loaded.hear(text, vector).danger
        assert here == pytest.approx(there, abs=0.02)


@pytest.mark.parametrize("content", [None, b"", b"no arrays"])
def test_without_a_file_it_says_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "alarm.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelMissing, match="make train"):
        Alarm.load(file)


def test_an_older_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "alarm.npz"
    np.savez_compressed(file, weights=np.zeros((2, 2)), idf=np.zeros(2))
    with pytest.raises(ModelMissing, match="make train"):
        Alarm.load(file)
