"""Telegram, by python-telegram-bot: the one importer of ``telegram``."""

import os

# Waits asked for as timedelta: what the library will do in its next major version, without
# a warning at each of them.
os.environ.setdefault("PTB_TIMEDELTA", "true")
CHANNEL = "telegram"
