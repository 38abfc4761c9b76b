"""Questions typed in traditional characters."""

from bot.conversation.simplified import _SIMPLIFIED, _TRADITIONAL, simplified


def test_reads_traditional_characters() -> None:
    assert simplified("連雲港託育備案去哪裡") == "连云港托育备案去哪里"
    assert simplified("金東區託育補貼一個班多少") == "金东区托育补贴一个班多少"
    assert simplified("孝順的託育歸誰管") == "孝顺的托育归谁管"
    assert simplified("蒙陰攝像頭壞了") == "蒙阴摄像头坏了"


def test_leaves_simplified_characters_as_they_are() -> None:
    assert simplified("山亭区托育怎么备案") == "山亭区托育怎么备案"
    assert len(_TRADITIONAL) == len(_SIMPLIFIED) == len(set(_TRADITIONAL))
    assert not set(_TRADITIONAL) & set(_SIMPLIFIED)
