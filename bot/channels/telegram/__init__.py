"""Telegram, by python-telegram-bot: the one importer of ``telegram``."""

import logging
import os

# Waits asked for as timedelta: what the library will do in its next major version, without
# a warning at each of them.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# Where it cannot read an answer it logs the whole of it: names and texts of people, which we
# never log. What went wrong reaches us as an exception in any case.
logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
CHANNEL = "telegram"
