"""What people call a post, and which kind of post duties mean by it."""

from functools import lru_cache

# The first that a post's name contains; a 保健医生 is no 医生 of another kind, a 副园长 leads too.
_KINDS = (
    ("cook", ("炊", "厨", "食堂", "营养", "配餐", "食品", "帮厨")),
    ("guard", ("保安", "安保", "门卫")),
    ("health_officer", ("保健", "卫生", "医", "护士")),
    ("director", ("负责人", "园长", "院长", "校长", "所长", "主任", "法人")),
    ("carer", ("保育", "育婴", "老师", "教师", "照护", "看护", "早教", "阿姨")),
)
COMMON = ("负责人", "保育人员", "卫生保健人员", "炊事人员", "保安人员", "财务人员", "其他")


@lru_cache(maxsize=1024)
def kind_of(post: str) -> str:
    """director, carer, health_officer, cook, guard; else other."""
    return next((kind for kind, words in _KINDS if any(w in post for w in words)), "other")
