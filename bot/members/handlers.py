"""Who handles what: commands by their name, and answers by the errand and its step."""

from collections.abc import Awaitable, Callable, Mapping

from bot.members import (
    binding,
    buttons,
    closing,
    codes,
    confirming,
    exporting,
    leaving,
    overview,
    own_duties,
    printed,
    roster,
    staff,
    undoing,
    wishes,
)
from bot.members.errand import Errand
from bot.members.visit import Visit
from bot.members.words import Command

# Each returns False where the message is none of its business after all.
COMMANDS: Mapping[str, Callable[[Visit, Command], Awaitable[bool]]] = {
    "bind_how": binding.how, "bind": binding.bind, "unbind": leaving.unbind,
    "hand_over": codes.hand_over, "invite": codes.invite,
    "officer_code": codes.for_institution, "another": codes.another, "prefer": wishes.prefer,
    "quiet": wishes.quiet, "no_quiet": wishes.no_quiet, "without": wishes.without,
    "with": wishes.again, "stop": wishes.stop, "resume": wishes.resume,
    "overview": overview.overview, "export": exporting.export, "calendar": exporting.calendar, "roster": roster.roster, "add_staff": staff.add,
    "left": roster.left, "remove": roster.remove, "done": confirming.done,
    "was_on": confirming.was_on, "last_time": confirming.was_on, "undo": undoing.undo,
    "done_here": buttons.done_here, "later_here": buttons.later_here,
    "basis_here": buttons.basis_here, "printed": printed.told, "add_own": own_duties.add,
    "add_own_maybe": own_duties.maybe, "own_list": own_duties.listed, "own_end": own_duties.end,
    "suspend": closing.suspend, "close": closing.close, "reopen": closing.reopen,
}  # fmt: skip
# Who reads the answer to what was asked. ``value``: of the button pressed; None for words.
ANSWERS: Mapping[str, Callable[[Visit, Errand, str | None], Awaitable[bool]]] = {
    "bind.code": binding.code, "unbind.which": leaving.which, "unbind.sure": leaving.sure,
    "staff.name": staff.answered,
    "staff.post": staff.answered, "staff.checked": staff.answered, "staff.same": staff.same,
    "staff.remove": roster.removing, "done.which": confirming.which, "done.day": confirming.day,
    "printed.day": printed.day, "own.what": own_duties.what, "own.sure": own_duties.sure,
    "closing.until": closing.until, "closing.rest": closing.rest, "closing.close": closing.closed,
}  # fmt: skip
