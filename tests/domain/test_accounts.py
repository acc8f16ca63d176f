"""Accounts: every step of every state by everyone, what a password and a birth date must be."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from fadjma.domain import accounts as rules
from fadjma.domain.accounts import Status
from fadjma.domain.errors import Forbidden, InvalidTransition
from fadjma.domain.roles import Role

PENDING, ACTIVE, SUSPENDED = Status.PENDING, Status.ACTIVE, Status.SUSPENDED
STEPS = {(PENDING, ACTIVE), (PENDING, SUSPENDED), (ACTIVE, SUSPENDED), (SUSPENDED, ACTIVE)}
TODAY = date(2026, 11, 22)


def person(id, role, status=ACTIVE):
    return SimpleNamespace(id=id, role=role, status=status)


ADMIN = person(1, Role.ADMIN)


@pytest.mark.parametrize("goal", Status)
@pytest.mark.parametrize("state", Status)
def test_an_admin_takes_an_account_through_its_steps_and_no_others(state, goal):
    account = person(2, Role.DOCTOR, state)
    if (state, goal) in STEPS:
        assert rules.administer(account, goal, actor=ADMIN) == goal
    else:
        with pytest.raises(InvalidTransition):
            rules.administer(account, goal, actor=ADMIN)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
@pytest.mark.parametrize(("state", "goal"), sorted(STEPS))
def test_nobody_else_does(role, state, goal):
    with pytest.raises(Forbidden):
        rules.administer(person(2, Role.DOCTOR, state), goal, actor=person(3, role))


@pytest.mark.parametrize(("state", "goal"), sorted(STEPS))
def test_no_admin_administers_their_own_account(state, goal):
    with pytest.raises(Forbidden):
        rules.administer(person(1, Role.ADMIN, state), goal, actor=ADMIN)


def test_verifying_is_not_reinstating():
    assert rules.administer(person(2, Role.DOCTOR, PENDING), ACTIVE, origin=PENDING, actor=ADMIN) == ACTIVE
    with pytest.raises(InvalidTransition):
        rules.administer(person(2, Role.DOCTOR, SUSPENDED), ACTIVE, origin=PENDING, actor=ADMIN)


@pytest.mark.parametrize("role", Role)
def test_professionals_wait_unless_an_admin_registers_them(role):
    waits = role in (Role.DOCTOR, Role.PHARMACIST)
    assert rules.starts_as(role) == (PENDING if waits else ACTIVE)
    assert rules.starts_as(role, registered_by_admin=True) == ACTIVE


@pytest.mark.parametrize(
    ("password", "strength", "common", "problem"),
    [
        ("x" * 12, 0, False, None),
        ("x" * 11, 2, False, "password_weak"),
        ("x" * 8, 3, False, None),
        ("x" * 7, 4, False, "password_weak"),
        ("", 0, False, "password_weak"),
        ("x" * 20, 4, True, "password_common"),
        ("x" * 256, 0, False, None),
        ("x" * 257, 4, False, "password_too_long"),
    ],
)
def test_what_is_wrong_with_a_password(password, strength, common, problem):
    assert rules.password_problem(password, strength=strength, common=common) == problem


@pytest.mark.parametrize(
    ("birth_date", "problem"),
    [
        (TODAY, None),
        (date(2026, 11, 23), "in_the_future"),
        (date(1896, 1, 1), None),
        (date(1895, 12, 31), "too_long_ago"),
    ],
)
def test_what_is_wrong_with_a_birth_date(birth_date, problem):
    assert rules.birth_date_problem(birth_date, TODAY) == problem


def test_a_year_more_comes_on_the_day():
    assert rules.age(date(1990, 11, 22), datetime(2026, 11, 21, 23, 59, tzinfo=UTC)) == 35
    assert rules.age(date(1990, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)) == 36
