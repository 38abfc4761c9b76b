from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.font import drawable, has_glyphs


def test_common_and_rare_characters_have_shapes() -> None:
    assert has_glyphs("体重身长头围厘米公斤第百分位～—·①℃％±≥≤→、。「」（）：；龘囡垚喆")
    assert not has_glyphs("👶")


def test_names_of_people_become_drawable() -> None:
    assert drawable("小宝👶\n的曲线") == "小宝· 的曲线"
    assert drawable("$x^2$") == "$x^2$"
    assert drawable("一二三四五", 4) == "一二三…"


@given(st.text(max_size=200), st.integers(2, 60))
def test_whatever_comes_can_be_drawn(text: str, most: int) -> None:
    shown = drawable(text, most)
    assert has_glyphs(shown)
    assert len(shown) <= most
