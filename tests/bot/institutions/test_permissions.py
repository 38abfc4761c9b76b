"""The table of permissions, written down a second time by who must be able to rely on it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.institutions.permissions import (
    OPERATOR,
    Action,
    Actor,
    Role,
    Target,
    may,
    roles,
    within,
)

HERE = Target(1, "330703")
CLOSED = Target(1, "330703", closed=True)
ELSEWHERE = Target(2, "140525")

# director, health officer, deputy, officer, operator; then whether a closed institution allows it
WRITTEN = """
see              + + + + +  +
see_staff        + + + + +  +
see_evidence     + + + + -  +
see_audit        + - - + +  +
export           + - - + +  +
confirm          + + + - -  -
snooze           + + + - -  -
edit_staff       + + + - +  -
edit_dates       + + + - +  -
edit_facts       + - + + +  -
add_duty         + - + - -  -
suspend          + - - + +  -
register         - - - + +  +
delete           - - - - +  +
invite_director  + - - + +  -
invite_staff     + - - - +  -
unbind           + - - + +  +
"""
ROLES = (Role.DIRECTOR, Role.HEALTH_OFFICER, Role.DEPUTY, Role.OFFICER, Role.OPERATOR)
ROWS = {line.split()[0]: [mark == "+" for mark in line.split()[1:]] for line in WRITTEN.split("\n") if line}  # fmt: skip


def somebody(role: Role) -> Actor:
    if role is Role.OPERATOR:
        return OPERATOR
    if role is Role.OFFICER:
        return Actor("officer:1", regions=frozenset({"330703"}))
    return Actor(f"{role}:1", roles={1: frozenset({role})})


def test_every_action_and_every_role_is_written_down() -> None:
    assert set(ROWS) == {action.value for action in Action}
    assert set(ROLES) == set(Role)
    assert {len(row) for row in ROWS.values()} == {len(ROLES) + 1}


@pytest.mark.parametrize(("action", "role"), list(itertools.product(Action, ROLES)))
def test_table(action: Action, role: Role) -> None:
    allowed, when_closed = ROWS[action.value][ROLES.index(role)], ROWS[action.value][-1]
    assert may(somebody(role), action, HERE) is allowed
    assert may(somebody(role), action, CLOSED) is (allowed and when_closed)
    assert may(somebody(role), action, ELSEWHERE) is (allowed and role is Role.OPERATOR)


@pytest.mark.parametrize("action", list(Action))
def test_a_stranger_may_nothing(action: Action) -> None:
    assert not may(Actor("stranger"), action, HERE)


@pytest.mark.parametrize("action", list(Action))
@given(held=st.sets(st.sampled_from(ROLES)))
def test_several_roles_allow_what_any_of_them_does(action: Action, held: set[Role]) -> None:
    actor = Actor(
        "somebody",
        roles={1: frozenset(held - {Role.OFFICER, Role.OPERATOR})},
        regions=frozenset({"330703"} if Role.OFFICER in held else ()),
        operator=Role.OPERATOR in held,
    )
    assert roles(actor, HERE) == held
    assert may(actor, action, HERE) is any(may(somebody(r), action, HERE) for r in held)


@pytest.mark.parametrize(
    ("region", "outer", "inside"),
    [
        ("330703", "330703", True),
        ("330703", "330700", True),
        ("330703", "330000", True),
        ("330703", "000000", True),
        ("330703", "330702", False),
        ("330700", "330703", False),
        ("330703", "140000", False),
        ("330703", "", False),
        ("330703", "33", False),
        ("330703", "33x703", False),
    ],
)
def test_within(region: str, outer: str, inside: bool) -> None:
    assert within(region, outer) is inside
    officer = Actor("officer:1", regions=frozenset({outer}))
    assert may(officer, Action.SEE, Target(1, region)) is inside
