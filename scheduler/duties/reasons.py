"""Why something is not told, or no longer open: what the ledger records in place of a reminder."""

from enum import StrEnum


class Why(StrEnum):
    """A reason, as a word that stays the same: rows keep it."""

    DONE = "done"  # it was done
    FOLDED = "folded"  # a later cycle of the same duty stands for it
    CHANGED = "changed"  # the date it was counted from was corrected or taken back
    REPLACED = (
        "replaced"  # another cycle of the duty is open; whether done or corrected is not known
    )
    LEFT = "left"  # closed, or no longer on the staff
    SUSPENDED = "suspended"  # the institution was suspended on that day
    WITHDRAWN = "withdrawn"  # the duty is not asked of this subject (any more)
    RULE_ENDED = "rule_ended"  # it would fall due after the rule's last day
    NO_START = "no_start"  # counted from ``since``, which is not known
    NO_DATE = "no_date"  # counted from a date that nobody has entered
    NEVER_DONE = "never_done"  # counted from the last time, which nobody has entered
    BEYOND_HORIZON = "beyond_horizon"  # too far ahead to be planned yet
    BEFORE_US = "before_us"  # fell due before we had its records; whether it was done is not known
    TOO_EARLY = "too_early"  # a reminder from before its cycle began
    OUT_OF_RANGE = "out_of_range"  # its dates lie outside the calendar
