"""Acts on accounts: rows, audit and journal together; a refusal writes nothing."""

from datetime import date, timedelta

import pytest

from fadjma.commands import accounts as acts
from fadjma.commands.passwords import matches
from fadjma.commands.sessions import authenticate, start_session
from fadjma.domain.accounts import ACCOUNT_FAILURES, ACCOUNT_WINDOW, Status
from fadjma.domain.errors import Forbidden, Invalid, InvalidTransition, NotFound, TooMany
from fadjma.domain.roles import Role
from fadjma.extensions import db
from fadjma.models import LoginFailure, Session, User
from fadjma.models.types import utcnow
from fadjma.queries.streams import ENDINGS, user_stream
from tests.people import PASSWORD
from tests.traces import everything, heard, newest, nothing_written, written

NEW_PASSWORD = "un-mot-de-passe-neuf"
PATIENT = {
    "role": Role.PATIENT,
    "name": "  Mariama   Cissé ",
    "email": "Mariama@Fadjma.example",
    "phone": "77 555 66 77",
    "birth_date": date(1988, 3, 1),
    "password": "baobab-lune-42",
}
DOCTOR = {"role": Role.DOCTOR, "name": "Dr Omar Ly", "email": "omar@fadjma.example", "password": "baobab-lune-42"}


@pytest.fixture
def devices(cast):
    """Return devices(name, n): the sessions of n devices of somebody of the cast."""

    def sign_in(name, many):
        actor = getattr(cast, name)
        return [start_session(device="Chrome", address="::1", actor=actor).session.id for _ in range(many)]

    return sign_in


def alive(*ids):
    """Return which of these sessions are still good."""
    db.session.rollback()
    return [db.session.get(Session, id).is_alive(utcnow()) for id in ids]


# Registering


def test_a_patient_registers_and_may_begin_at_once(cast):
    user = acts.register(**PATIENT)
    assert (user.name, user.search_name) == ("Mariama Cissé", "mariama cisse")
    assert (user.email, user.phone) == ("mariama@fadjma.example", "+221775556677")
    assert (user.status, user.role) == (Status.ACTIVE, Role.PATIENT)
    assert user.patient_number and user.verified_at is not None
    assert matches(PATIENT["password"], user.password_hash)
    fact, _ = newest("AccountRegistered")
    assert (fact.subject_id, fact.actor_id) == (user.id, user.id)
    assert heard(fact) == {"admins": False}


def test_a_professional_waits_and_the_admins_are_told(cast):
    user = acts.register(**DOCTOR)
    assert (user.status, user.verified_at, user.patient_number) == (Status.PENDING, None, None)
    assert heard(newest("AccountRegistered")[0]) == {"admins": True}


def test_an_account_made_by_an_admin_is_verified(cast):
    user = acts.register(**DOCTOR, actor=cast.ousmane)
    assert user.status == Status.ACTIVE
    assert newest("AccountRegistered")[0].actor_id == cast.ousmane.id


def test_the_journal_and_the_audit_hold_neither_name_nor_contact(cast):
    acts.register(**PATIENT)
    fact, audited = newest("AccountRegistered")
    said = f"{fact.payload}{audited.details}".lower()
    assert "mariama" not in said and "555" not in said and "baobab" not in said


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata"])
def test_only_an_admin_makes_accounts_for_others(cast, name):
    with nothing_written(), pytest.raises(Forbidden):
        acts.register(**DOCTOR, actor=getattr(cast, name))


def test_nobody_registers_as_an_admin(cast):
    with nothing_written(), pytest.raises(Invalid) as refused:
        acts.register(**DOCTOR | {"role": Role.ADMIN})
    assert refused.value.errors == {"role": "role_not_open"}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": "  "}, {"name": "required"}),
        ({"name": "x" * 121}, {"name": "too_long"}),
        ({"email": "", "phone": ""}, {"email": "email_or_phone"}),
        ({"email": "mariama"}, {"email": "email_invalid"}),
        ({"phone": "12"}, {"phone": "phone_invalid"}),
        ({"email": "nobody", "phone": ""}, {"email": "email_invalid"}),
        ({"email": "AWA@fadjma.example"}, {"email": "already_used"}),
        ({"phone": "+221 77 000 00 01"}, {"phone": "already_used"}),
        ({"birth_date": None}, {"birth_date": "required"}),
        ({"birth_date": date(2999, 1, 1)}, {"birth_date": "in_the_future"}),
        ({"role": Role.PHARMACIST}, {"pharmacy_id": "pharmacy_unknown"}),
        (
            {"role": Role.DOCTOR, "establishment": "x" * 121, "town": "x" * 81},
            {"establishment": "too_long", "town": "too_long"},
        ),
        ({"password": "court"}, {"password": "password_weak"}),
        ({"password": "123456789"}, {"password": "password_common"}),
        ({"password": "x" * 257}, {"password": "password_too_long"}),
        (
            {"name": "", "email": "nobody", "phone": "12", "birth_date": None, "password": "court"},
            {
                "name": "required",
                "email": "email_invalid",
                "phone": "phone_invalid",
                "birth_date": "required",
                "password": "password_weak",
            },
        ),
    ],
)
def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(cast, given, wrong):
    acts.register(**PATIENT | {"email": "positive@fadjma.example", "phone": ""})
    with nothing_written(), pytest.raises(Invalid) as refused:
        acts.register(**PATIENT | given)
    assert refused.value.errors == wrong


# Administering


def test_a_verified_doctor_is_told_and_their_waiting_page_ends(cast):
    acts.administer_account(cast.ndeye.id, Status.ACTIVE, actor=cast.ousmane)
    assert cast.ndeye.is_active and cast.ndeye.verified_at is not None
    fact, _ = newest("AccountStatusChanged")
    assert heard(fact) == {"admins": False, user_stream(cast.ndeye.id): True, ENDINGS: False}


def test_suspending_ends_every_device(cast, devices):
    ids = devices("awa", 2)
    others = devices("moussa", 1)
    acts.administer_account(cast.awa.id, Status.SUSPENDED, actor=cast.ousmane)
    assert alive(*ids, *others) == [False, False, True]
    assert ENDINGS in heard(newest("AccountStatusChanged")[0])


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata", "ndeye"])
def test_nobody_else_administers(cast, name):
    with nothing_written(), pytest.raises((NotFound, Forbidden)):
        acts.administer_account(cast.moussa.id, Status.SUSPENDED, actor=getattr(cast, name))


def test_an_account_is_not_verified_twice(cast):
    acts.administer_account(cast.ndeye.id, Status.ACTIVE, actor=cast.ousmane)
    with nothing_written(), pytest.raises(InvalidTransition):
        acts.administer_account(cast.ndeye.id, Status.ACTIVE, actor=cast.ousmane)


# Passwords


def test_a_new_password_signs_the_other_devices_out(cast, devices):
    here, *others = devices("awa", 3)
    acts.change_password(PASSWORD, NEW_PASSWORD, session_id=here, address="::1", actor=cast.awa)
    assert alive(here, *others) == [True, False, False]
    assert matches(NEW_PASSWORD, cast.awa.password_hash) and not matches(PASSWORD, cast.awa.password_hash)
    assert len(written("SessionEnded")) == 2
    assert heard(newest("PasswordChanged")[0]) == {user_stream(cast.awa.id): True}
    assert NEW_PASSWORD not in str(newest("PasswordChanged")[1].details)


def test_one_who_waits_for_verification_changes_their_password_too(cast, devices):
    (here,) = devices("ndeye", 1)
    acts.change_password(PASSWORD, NEW_PASSWORD, session_id=here, address="::1", actor=cast.ndeye)
    assert matches(NEW_PASSWORD, cast.ndeye.password_hash)


def test_both_passwords_that_are_wrong_are_said_and_only_the_try_is_kept(cast, devices):
    (here,) = devices("awa", 1)
    before = everything()
    with pytest.raises(Invalid) as refused:
        acts.change_password("pas-le-bon", "court", session_id=here, address="::1", actor=cast.awa)
    assert refused.value.errors == {"current_password": "password_wrong", "password": "password_weak"}
    after = everything()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"login_failures", "facts", "audit_entries", "audit_head"}
    assert matches(PASSWORD, cast.awa.password_hash)


def test_a_weak_new_password_writes_nothing(cast, devices):
    (here,) = devices("awa", 1)
    with nothing_written(), pytest.raises(Invalid) as refused:
        acts.change_password(PASSWORD, "password", session_id=here, address="::1", actor=cast.awa)
    assert refused.value.errors == {"password": "password_common"}


def test_the_old_password_is_not_guessed_on_a_borrowed_phone(cast, devices):
    (here,) = devices("awa", 1)
    now = utcnow()
    for _ in range(ACCOUNT_FAILURES):
        with pytest.raises(Invalid):
            acts.change_password("pas-le-bon", NEW_PASSWORD, session_id=here, address="::1", actor=cast.awa, now=now)
    for attempt in (
        lambda: acts.change_password(PASSWORD, NEW_PASSWORD, session_id=here, address="::1", actor=cast.awa, now=now),
        lambda: authenticate("awa@fadjma.example", PASSWORD, address="::2", now=now),
    ):
        with nothing_written(), pytest.raises(TooMany):
            attempt()
    later = now + ACCOUNT_WINDOW + timedelta(seconds=1)
    assert authenticate("awa@fadjma.example", PASSWORD, address="::2", now=later).id == cast.awa.id


def test_a_failure_keeps_nothing_of_what_was_typed(cast, devices):
    (here,) = devices("awa", 1)
    with pytest.raises(Invalid):
        acts.change_password("pas-le-bon", NEW_PASSWORD, session_id=here, address="::1", actor=cast.awa)
    (failure,) = db.session.scalars(db.select(LoginFailure)).all()
    assert len(failure.account) == 64 and "awa" not in failure.account
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 9
