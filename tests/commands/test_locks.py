"""Locking a shared phone: rows, audit and journal; the tries; what time does; what removing the PIN does."""

from datetime import timedelta

import pytest

from fadjma.commands import clock, passwords, sessions
from fadjma.commands import locks as acts
from fadjma.domain.errors import Conflict, Invalid, Locked, Unauthenticated, WrongPin
from fadjma.domain.locks import TRIES, idle_for
from fadjma.extensions import db
from fadjma.models import Session
from fadjma.models.types import utcnow
from fadjma.queries import sessions as reads
from fadjma.queries import viewers
from fadjma.queries.streams import ENDINGS, user_stream
from tests.people import PASSWORD
from tests.traces import heard, newest, refused, written

PIN = "4071"


@pytest.fixture(autouse=True)
def no_hashing(monkeypatch):
    """Compare PINs and passwords as they are: hashing is tested once, below."""
    monkeypatch.setattr(passwords, "hash_pin", lambda pin: f"hash of {pin}")
    monkeypatch.setattr(passwords, "matches", lambda text, kept: kept is not None and text in (PASSWORD, kept[-4:]))


@pytest.fixture
def session(cast):
    """A phone of Awa's, who has a PIN."""
    set_pin(cast)
    return sessions.start_session(device="Chrome", address="::1", actor=cast.awa).session


def set_pin(cast, pin=PIN, minutes=5, password=PASSWORD):
    return acts.set_pin(pin, minutes=minutes, password=password, address="::1", actor=cast.awa)


def again(session):
    db.session.rollback()
    return db.session.get(Session, session.id, populate_existing=True)


def wrong(session, times):
    for _ in range(times):
        with pytest.raises(WrongPin):
            acts.unlock(again(session), "9999")


def test_a_pin_is_kept_as_a_hash_and_told_to_the_persons_devices(cast):
    set_pin(cast, minutes=15)
    assert (cast.awa.pin_hash, cast.awa.lock_minutes) == ("hash of 4071", 15)
    fact, audit = newest("PinChanged")
    assert heard(fact) == {user_stream(cast.awa.id): True} and audit.actor_id == cast.awa.id
    assert PIN not in str(fact.payload)


def test_it_is_an_argon2_hash_of_digits_alone(monkeypatch):
    monkeypatch.undo()
    kept = passwords.hash_pin(PIN)
    assert kept.startswith("$argon2id$") and passwords.matches(PIN, kept) and not passwords.matches("4072", kept)
    with pytest.raises(Invalid):
        passwords.hash_pin("12ab")


@pytest.mark.parametrize(("given", "field"), [({"password": "non"}, "password"), ({"minutes": 3}, "lock_minutes")])
def test_without_the_password_or_with_other_minutes_nothing_is_kept(cast, given, field):
    with pytest.raises(Invalid) as refused:
        set_pin(cast, **given)
    assert set(refused.value.errors) == {field} and cast.awa.pin_hash is None


def test_a_locked_session_proves_nothing_until_its_pin_is_given(cast, session):
    acts.lock_session(session.id, actor=cast.awa)
    fact, audit = newest("SessionLocked")
    assert heard(fact) == {ENDINGS: False} and audit.actor_id == cast.awa.id
    assert reads.live(session.id, utcnow()).is_locked(utcnow()) and viewers.signed_in(session.id, utcnow()).is_locked(
        utcnow()
    )
    assert reads.over([session.id], utcnow()) == [session.id]
    acts.unlock(again(session), PIN)
    assert newest("SessionUnlocked")[1].actor_id == cast.awa.id
    assert not viewers.signed_in(session.id, utcnow()).is_locked(utcnow()) and len(written("PinTried")) == 1


def test_locking_twice_is_refused_and_nobody_without_a_pin_locks_themselves_out(cast, session):
    acts.lock_session(session.id, actor=cast.awa)
    with refused(Locked):
        acts.lock_session(session.id, actor=cast.awa)
    moussas = sessions.start_session(device="", address="", actor=cast.moussa).session
    with refused(Conflict, "no_pin"):
        acts.lock_session(moussas.id, actor=cast.moussa)


def test_the_fifth_wrong_pin_ends_the_session(cast, session):
    acts.lock_session(session.id, actor=cast.awa)
    wrong(session, TRIES - 1)
    with pytest.raises(Unauthenticated):
        acts.unlock(again(session), "9999")
    fact, _ = newest("SessionEnded")
    assert fact.payload["reason"] == "pin_refused" and heard(fact) == {ENDINGS: False}
    assert again(session).ended_at and len(written("PinTried")) == TRIES
    with pytest.raises(Unauthenticated):
        reads.live(session.id, utcnow())


def test_a_try_counts_before_it_is_compared_so_that_many_at_once_are_five(cast, session, monkeypatch):
    acts.lock_session(session.id, actor=cast.awa)
    compared = []
    monkeypatch.setattr(passwords, "matches", lambda text, kept: compared.append(text))
    again(session).pin_tries = TRIES  # as many are being compared elsewhere
    db.session.commit()
    with pytest.raises(Unauthenticated):
        acts.unlock(again(session), PIN)
    assert not compared


def test_the_right_pin_begins_the_tries_anew(cast, session):
    for _ in range(2):
        acts.lock_session(session.id, actor=cast.awa)
        wrong(session, TRIES - 1)
        acts.unlock(again(session), PIN)
    assert again(session).pin_tries == 0


def test_a_pin_given_on_what_the_server_did_not_know_was_locked_is_compared_all_the_same(cast, session):
    wrong(session, 1)
    assert again(session).locked_at and newest("SessionLocked")[1].actor_id is None


def test_time_locks_what_nobody_touches_and_a_read_does_not_wait_for_the_clock(cast, session):
    now = utcnow()
    acts.note_presence(session, now)
    due = now + idle_for(5)
    assert not again(session).is_locked(due - timedelta(seconds=1)) and reads.idle(due - timedelta(seconds=1)) == []
    assert again(session).is_locked(due) and viewers.signed_in(session.id, due).is_locked(due)
    with pytest.raises(Locked):
        acts.note_presence(again(session), due)  # too late to say so
    assert reads.idle(due) == [session.id]
    clock.run(due)
    assert reads.idle(due) == []
    assert again(session).locked_at == due and newest("SessionLocked")[1].actor_id is None


def test_a_session_that_never_said_so_is_a_programs_and_does_not_lock_by_itself(cast, session):
    assert not again(session).is_locked(utcnow() + timedelta(days=1)) and reads.idle(utcnow() + timedelta(days=1)) == []


def test_removing_the_pin_signs_out_what_waits_for_it(cast, session):
    open_one = sessions.start_session(device="Firefox", address="::1", actor=cast.awa).session
    acts.lock_session(session.id, actor=cast.awa)
    with pytest.raises(Invalid):
        acts.remove_pin(password="non", address="::1", actor=cast.awa)
    acts.remove_pin(password=PASSWORD, address="::1", actor=cast.awa)
    assert again(session).ended_reason == "pin_removed" and reads.live(open_one.id, utcnow())
    assert cast.awa.pin_hash is None


@pytest.mark.parametrize("change", ["removed", "longer"])
def test_what_time_has_locked_no_change_of_the_pin_opens_though_the_clock_is_late(cast, session, change):
    acts.note_presence(session, utcnow())
    due = utcnow() + idle_for(5)
    if change == "removed":
        acts.forget_pin(actor=cast.awa, now=due)
        assert again(session).ended_reason == "pin_removed"
    else:
        acts.keep_pin("hash of 4071", minutes=15, actor=cast.awa, now=due)
        assert again(session).locked_at == due
