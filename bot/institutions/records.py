"""What the operator does with an institution's records as a whole: delete them, read the log."""

from dataclasses import dataclass

from bot.institutions import trail
from bot.institutions.actors import target
from bot.institutions.desk import Desk, NotAllowed, NotFound
from bot.institutions.permissions import OPERATOR, Action, may
from bot.settings import CHINA
from bot.store.audits import DELETED, Deed
from bot.store.institution_models import Institution

# Entries of a number that are looked through for those of a deleted institution.
_LOOKED_AT = 10_000


@dataclass(frozen=True)
class Records:
    """One transaction for each thing that is done."""

    desk: Desk

    async def named(self, name: str) -> Institution:
        """By its whole name or its credit code: nothing is deleted for a part of a name.

        Raises NotFound.
        """
        found = await self.desk.institution(name)
        if name.strip() not in (found.name, found.code):
            raise NotFound(f"没有叫“{name}”的机构；要删除请写全名或统一社会信用代码：{found.name}")
        return found

    async def forget(self, institution: Institution) -> bool:
        """Delete an institution with everything but its audit log; False: it was gone.

        Raises NotAllowed.
        """
        now = self.desk.clock()
        if not may(OPERATOR, Action.DELETE, target(institution, now.astimezone(CHINA).date())):
            raise NotAllowed(f"不能删除{institution.name}")
        told = {"name": institution.name, "code": institution.code, "region": institution.region}
        async with self.desk.database.unit() as rows:
            gone = await rows.forgetting.institution(institution.id, now)
            if gone:
                deed = Deed(OPERATOR.label, DELETED, institution.id, before=told)
                await rows.audits.write(deed, now)
        return gone

    async def audit(self, name: str, most: int) -> list[str]:
        """The newest entries of an institution, also of one that was deleted. Raises NotFound."""
        try:
            institution = await self.desk.institution(name)
        except NotFound:
            return await self._of_deleted(name.strip(), most)
        async with self.desk.database.unit() as rows:
            found = await rows.audits.of_institution(institution.id, most)
        return [trail.line(entry) for entry in trail.of_living(found)]

    async def _of_deleted(self, name: str, most: int) -> list[str]:
        """Of the last one that was deleted with this name or code. Raises NotFound."""
        async with self.desk.database.unit() as rows:
            gone = await rows.audits.deleted(name)
            if not gone:
                raise NotFound(
                    f"没有叫“{name}”的机构，删除过的里面也没有；请写全名或统一社会信用代码"
                )
            found = await rows.audits.of_institution(gone[0], _LOOKED_AT)
        return [trail.line(entry) for entry in trail.of_deleted(found)[:most]]
