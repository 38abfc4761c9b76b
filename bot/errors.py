"""The exceptions of this package. A user's problem is an answer; these are ours.

BotError
├── StoreUnavailable   the database is locked, gone or not migrated
└── Misconfigured      a setting that cannot work; says which and how to put it right
"""


class BotError(Exception):
    """Anything that goes wrong in this package."""


class StoreUnavailable(BotError):
    """The database cannot be used now. What was not committed was not answered either."""


class Misconfigured(BotError):
    """A setting that cannot work."""
