"""How much WeChat lets us send: windows that followers open, and what each letter uses of them."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.wechat import CHANNEL
from bot.conversation.service import Inbound
from bot.outbox.outcome import Letter
from bot.store.database import Database
from bot.store.repository import Repository

# WeChat's customer-service guide: after a message five within 48 hours, after a click on the
# menu, a scan or following three within a minute.
ALLOWED = {"message": (timedelta(hours=48), 5), "touch": (timedelta(minutes=1), 3)}
_REMEMBERED = 10_000


async def heard(rows: Repository, inbound: Inbound) -> None:
    """The window that somebody opens, in the transaction of what they said."""
    lasts, most = ALLOWED[inbound.opens]
    to = (inbound.channel, inbound.sender)
    await rows.contacts.open_window(to, inbound.opens, inbound.at + lasts, most)


class Slots:
    """One message of a window for each letter: one that is tried again uses up no second.

    Held in memory: after a restart a letter on its way may take another one, which costs at most
    a template instead of a chat message.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._held: OrderedDict[int, None] = OrderedDict()

    async def take(self, letter: Letter) -> bool:
        """Whether a window is open for it. Raises StoreUnavailable."""
        if letter.id in self._held:
            return True
        async with self._database.unit() as rows:
            taken = await rows.contacts.take(CHANNEL, letter.address, self._clock())
        if taken:
            self._held[letter.id] = None
            if len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return taken

    async def close(self, letter: Letter) -> None:
        """WeChat says that no window is open. Raises StoreUnavailable."""
        self.settled(letter)
        async with self._database.unit() as rows:
            await rows.contacts.close_windows(CHANNEL, letter.address)

    def settled(self, letter: Letter) -> None:
        """The letter is not tried again."""
        self._held.pop(letter.id, None)
