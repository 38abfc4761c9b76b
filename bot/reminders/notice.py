"""A digest as a message of the outbox: its words, its buttons, and the fields of a template."""

from datetime import date

from bot.channels.outgoing import Notice, Option
from scheduler.duties import digest as words
from scheduler.duties.decision import Digest

# Our name for the template of a platform; wechat_templates maps it.
TEMPLATE = "reminder"
_BUTTONS = {words.DONE: "done", words.LATER: "later", words.BASIS: "basis"}


def digest_key(person: int, day: date) -> str:
    """The key of the letter: one a day for each person."""
    return f"digest/{person}/{day.isoformat()}"


def notice(digest: Digest) -> Notice:
    """What goes to the outbox. A button says which digest it stood under."""
    first = digest.entries[0]
    more = f"等{len(digest.entries)}件" if len(digest.entries) > 1 else ""
    ref = f"{digest.person}.{digest.day.isoformat()}"
    return Notice(
        template=TEMPLATE,
        fields={
            "thing": f"{first.item.title}{more}",
            "date": f"{first.item.due:%Y年%m月%d日}",
            "name": first.place,
            "count": str(len(digest.entries)),
            "remark": first.item.todo,
        },
        text=words.text(digest),
        options=tuple(
            Option(id=f"remind={_BUTTONS[label]}:{ref}", label=label)
            for label in words.buttons(digest)
        ),
    )
