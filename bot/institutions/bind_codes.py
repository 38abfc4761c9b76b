"""The codes that bind a person: easy to type, used once, kept as a digest alone."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store.institution_models import BindCode

LIFE = timedelta(days=7)
LIFE_OF_OWN = timedelta(hours=1)
ROLES = {
    "director": "负责人",
    "health_officer": "卫生保健人员",
    "deputy": "副手",
    "officer": "主管部门工作人员",
    "person": "您自己的另一个号",
}
# Crockford's base 32: what looks alike is one character (O is 0; I and L are 1).
_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_LENGTH = 10  # fifty bits: nobody guesses one in a week


def make(pick: Callable[[str], str]) -> str:
    """A new code. ``pick`` takes one character of several (``secrets.choice``)."""
    return "".join(pick(_CHARACTERS) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """「7K3M9-Q2XWT」, as it is read out and typed."""
    return f"{code[:5]}-{code[5:]}"


def read(typed: str) -> str | None:
    """The code in what somebody typed or scanned; None where it can be none."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(c for c in plain if c.isalnum()).translate(_ALIKE)
    return code if len(code) == _LENGTH and set(code) <= set(_CHARACTERS) else None


def key_of(secret: bytes) -> bytes:
    """The key for codes alone, from the application's secret."""
    return hmac.new(secret, b"bind codes", hashlib.sha256).digest()


def digest(key: bytes, code: str) -> str:
    """What is kept of a code. Without the key nobody finds it by trying them all."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def for_institution(
    institution_id: int, role: str, hashed: str, by: str, now: datetime
) -> BindCode:
    """The row of a code that binds to an institution.

    There is one director: a new one takes over from who was it, the others share their role.
    """
    return BindCode(
        digest=hashed, role=role, institution_id=institution_id, region=None, person_id=None,
        replaces=role == "director", made_by=by, expires_at=now + LIFE,
    )  # fmt: skip


def for_region(region: str, hashed: str, by: str, now: datetime) -> BindCode:
    """The row of a code that makes an officer of a region."""
    return BindCode(
        digest=hashed, role="officer", institution_id=None, region=region,
        person_id=None, replaces=False, made_by=by, expires_at=now + LIFE,
    )  # fmt: skip


def for_person(person_id: int, hashed: str, by: str, now: datetime) -> BindCode:
    """The row of a code that joins another address to a person. Who has it reads along, so it is
    good for a short while only."""
    return BindCode(
        digest=hashed, role="person", institution_id=None, region=None, person_id=person_id,
        replaces=False, made_by=by, expires_at=now + LIFE_OF_OWN,
    )  # fmt: skip
