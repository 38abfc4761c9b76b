"""What the command line does with institutions: import, list, make codes; one transaction each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import BotError
from bot.institutions import bind_codes
from bot.institutions.actors import target
from bot.institutions.excel import Filled
from bot.institutions.importing import Importing, Outcome
from bot.institutions.permissions import OPERATOR, Action, may
from bot.settings import CHINA
from bot.store.audits import Deed
from bot.store.database import Database
from bot.store.institution_models import BindCode, Institution
from content.regions import Regions


class NotFound(BotError):
    """No institution or place, or several, go by this name; says which."""


class NotAllowed(BotError):
    """The table of permissions says no."""


class _RolledBack(Exception):
    """Ends a transaction that was only a trial."""


@dataclass(frozen=True)
class Desk:
    """``pick``: one character of several, from a secure source. ``key``: hashes codes."""

    database: Database
    regions: Regions
    clock: Callable[[], datetime]
    pick: Callable[[str], str]
    key: bytes

    async def bring_in(self, filled: Filled, trial: bool) -> Outcome:
        """Import a file that was read; with ``trial`` only what would come of it."""
        try:
            async with self.database.unit() as rows:
                importing = Importing(
                    rows.institutions, rows.audits, OPERATOR.label, self.clock()
                )  # fmt: skip
                outcome = await importing.run(filled)
                if trial:
                    raise _RolledBack
        except _RolledBack:
            pass
        return outcome

    async def listed(self, region: str | None, most: int) -> list[Institution]:
        """The institutions of a place, or of all places; raises NotFound."""
        code = self.place(region) if region else None
        async with self.database.unit() as rows:
            return await rows.institutions.within(code, most)

    async def code(self, name: str, role: str) -> tuple[str, str]:
        """A new code and whom it is for, in full; for an officer ``name`` is a place.

        Raises NotFound, and NotAllowed for an institution that is closed.
        """
        code = bind_codes.make(self.pick)
        hashed, now = bind_codes.digest(self.key, code), self.clock()
        if role == "officer":
            region = self.place(name)
            row = bind_codes.for_region(region, hashed, OPERATOR.label, now)
            await self._offer(row, now)
            return code, self.regions.full_name(region)
        institution = await self.institution(name)
        invite = Action.INVITE_DIRECTOR if role == "director" else Action.INVITE_STAFF
        if not may(OPERATOR, invite, target(institution, now.astimezone(CHINA).date())):
            raise NotAllowed(f"{institution.name}已经停办，不能再绑定")
        row = bind_codes.for_institution(institution.id, role, hashed, OPERATOR.label, now)
        await self._offer(row, now)
        return code, institution.name

    async def _offer(self, row: BindCode, now: datetime) -> None:
        told = {"role": row.role, "region": row.region}
        deed = Deed(OPERATOR.label, "code.make", row.institution_id, after=told)
        async with self.database.unit() as rows:
            await rows.bindings.offer(row)
            await rows.audits.write(deed, now)

    async def institution(self, name: str) -> Institution:
        async with self.database.unit() as rows:
            found = await rows.institutions.called(name.strip())
        if not found:
            raise NotFound(f"没有叫“{name}”的机构；tuoyu institutions list 可以看全部")
        if len(found) > 1:
            names = "、".join(f"{row.name}（{row.code}）" for row in found[:5])
            raise NotFound(f"“{name}”对得上{len(found)}家：{names}；请写全名或统一社会信用代码")
        return found[0]

    def place(self, name: str) -> str:
        """A place's division code, by the code itself or by its name."""
        if name in self.regions:
            return name
        found = self.regions.find(name)
        if len(found) != 1 or found[0].code is None:
            raise NotFound(f"看不出“{name}”是哪里；请写全，比如“浙江省金华市金东区”")
        return found[0].code
