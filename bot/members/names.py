"""A colleague's name: what may be one, and what is none."""

import re

from bot.members import words
from nlu.normalise import clean

_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z][\u3400-\u9fff\U00020000-\U0003ffffA-Za-z·. ]{0,18}[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z.0-9]")  # fmt: skip
_NO_NAME = re.compile(r"^(?:取消|退出|算了|菜单|返回|重来|跳过|帮助|人工|继续|不知道|没有|好的?|是的?|不是|你好|谢谢|员工|同事|一个人)$|[?？]|什么|怎么|多少|哪[个里]|吗$|呢$|体检|提醒|补贴|备案|托育|员工")  # fmt: skip
HOW = "名字写2到20个字，只用汉字、字母和“·”；两位同名的后面加数字，比如“王芳2”"


def name_of(typed: str) -> str | None:
    """The name in what somebody typed; None for what can be none."""
    name = re.sub(r"^(?:姓名|名字|她叫|他叫|叫|是)[:是]?\s*", "", clean(typed)).strip(" ,。.;、!")
    if not _NAME.fullmatch(name) or _NO_NAME.search(name) or words.command(name):
        return None
    return name
