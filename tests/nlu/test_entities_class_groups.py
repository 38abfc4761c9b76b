"""How many classes of each age."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.class_groups import class_groups

NAMES = {"infant": "乳儿班", "toddler": "托小班", "senior": "托大班", "mixed": "混合班"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乳儿班1个、托小班2个，托大班1个", {"infant": 1, "toddler": 2, "senior": 1}),
        ("一个大班两个小班", {"senior": 1, "toddler": 2}),
        ("1个乳儿班，托小班2个", {"infant": 1, "toddler": 2}),
        ("乳儿班、托小班和托大班各1个", {"infant": 1, "toddler": 1, "senior": 1}),
        ("3个班，托大班中班小班各一个", {"senior": 1, "toddler": 1}),
        ("一托小一托大", {"toddler": 1, "senior": 1}),
        ("俩小班", {"toddler": 2}),
        ("两三个小班", {"toddler": 2}),
        ("托小班2个班", {"toddler": 2}),
        ("混龄班开2个", {"mixed": 2}),
        ("乳儿班0个", {}),
        ("60个托位，其中乳儿班20个", {}),
        ("12个托小班", {"toddler": 12}),
        ("3个班", {}),
        ("小班20人", {}),
        ("托小班15人要几个老师", {}),
        ("托大班2岁到3岁", {}),
        ("托大班一个班多少人", {}),
        ("一大班孩子", {}),
        ("一个大托育中心", {}),
        ("开乳儿班和托小班", {}),
        ("11个乳儿要几个人", {}),
        ("", {}),
    ],
)
def test_class_groups(text: str, expected: dict[str, int]) -> None:
    assert class_groups(text) == expected


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(1, 9), min_size=1))
def test_both_orders_give_the_numbers_back(groups: dict[str, int]) -> None:
    before = "、".join(f"{count}个{NAMES[name]}" for name, count in groups.items())
    after = "，".join(f"{NAMES[name]}{count}个" for name, count in groups.items())
    assert class_groups(before) == class_groups(after) == groups
