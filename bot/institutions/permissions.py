"""Who may see and change what: the one table that every command and every page asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from content.regions import stem


class Role(StrEnum):
    """What somebody is to an institution."""

    DIRECTOR = "director"
    HEALTH_OFFICER = "health_officer"
    DEPUTY = "deputy"
    OFFICER = "officer"  # of the authority for its region
    OPERATOR = "operator"  # runs the program: the command line


class Action(StrEnum):
    """What somebody wants to do with an institution."""

    SEE = "see"  # its data, duties and what is open
    SEE_STAFF = "see_staff"  # names, posts, dates
    SEE_EVIDENCE = "see_evidence"
    SEE_AUDIT = "see_audit"
    EXPORT = "export"
    CONFIRM = "confirm"  # a duty was done
    SNOOZE = "snooze"
    EDIT_STAFF = "edit_staff"
    EDIT_DATES = "edit_dates"  # dates printed on certificates
    EDIT_FACTS = "edit_facts"  # form, meals
    ADD_DUTY = "add_duty"  # one of the institution's own
    SUSPEND = "suspend"  # suspend or close
    REGISTER = "register"  # bring in; name, credit code, region; open again
    DELETE = "delete"
    INVITE_DIRECTOR = "invite_director"  # codes: for the first one, or to hand over
    INVITE_STAFF = "invite_staff"  # codes for health officer and deputy
    UNBIND = "unbind"  # somebody else; everybody may unbind themselves


_DIRECTOR, _HEALTH, _DEPUTY = Role.DIRECTOR, Role.HEALTH_OFFICER, Role.DEPUTY
_OFFICER, _OPERATOR = Role.OFFICER, Role.OPERATOR
_INSIDE = {_DIRECTOR, _HEALTH, _DEPUTY}
# The authority sees whose duty is overdue, but what was done is said by those who did it.
_TABLE: dict[Action, set[Role]] = {
    Action.SEE: {*_INSIDE, _OFFICER, _OPERATOR},
    Action.SEE_STAFF: {*_INSIDE, _OFFICER, _OPERATOR},
    Action.SEE_EVIDENCE: {*_INSIDE, _OFFICER},
    Action.SEE_AUDIT: {_DIRECTOR, _OFFICER, _OPERATOR},
    Action.EXPORT: {_DIRECTOR, _OFFICER, _OPERATOR},
    Action.CONFIRM: {*_INSIDE},
    Action.SNOOZE: {*_INSIDE},
    Action.EDIT_STAFF: {*_INSIDE, _OPERATOR},
    Action.EDIT_DATES: {*_INSIDE, _OPERATOR},
    Action.EDIT_FACTS: {_DIRECTOR, _DEPUTY, _OFFICER, _OPERATOR},
    Action.ADD_DUTY: {_DIRECTOR, _DEPUTY},
    Action.SUSPEND: {_DIRECTOR, _OFFICER, _OPERATOR},
    Action.REGISTER: {_OFFICER, _OPERATOR},
    Action.DELETE: {_OPERATOR},
    Action.INVITE_DIRECTOR: {_DIRECTOR, _OFFICER, _OPERATOR},
    Action.INVITE_STAFF: {_DIRECTOR, _OPERATOR},
    Action.UNBIND: {_DIRECTOR, _OFFICER, _OPERATOR},
}
# A closed institution is looked at, opened again or deleted; nothing else.
_WHEN_CLOSED = {
    Action.SEE, Action.SEE_STAFF, Action.SEE_EVIDENCE, Action.SEE_AUDIT, Action.EXPORT,
    Action.REGISTER, Action.DELETE, Action.UNBIND,
}  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Somebody, with the roles they have. ``label`` stands in the audit log and names no person.

    ``roles``: by institution. ``regions``: division codes of which they are an officer.
    """

    label: str
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    operator: bool = False


OPERATOR = Actor("operator", operator=True)


@dataclass(frozen=True)
class Target:
    """As much of an institution as decides who may do what."""

    id: int
    region: str
    closed: bool = False


def may(actor: Actor, action: Action, institution: Target) -> bool:
    """Whether somebody may do this with an institution. Everything that is not allowed is not."""
    if institution.closed and action not in _WHEN_CLOSED:
        return False
    return bool(roles(actor, institution) & _TABLE[action])


def roles(actor: Actor, institution: Target) -> frozenset[Role]:
    """What somebody is to an institution."""
    held = set(actor.roles.get(institution.id, ()))
    if any(within(institution.region, region) for region in actor.regions):
        held.add(Role.OFFICER)
    if actor.operator:
        held.add(Role.OPERATOR)
    return frozenset(held)


def within(region: str, outer: str) -> bool:
    """Whether a division code (GB/T 2260) lies in another: 330703 in 330700, 330000, 000000.

    Nothing lies in a code that is none.
    """
    if len(outer) != 6 or not outer.isdigit():
        return False
    return region.startswith(stem(outer))
