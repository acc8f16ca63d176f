"""Signing in, keeping signed in, signing out: rows, audit and journal; throttling; rotation with its minute of grace."""

from datetime import timedelta

import pytest
from argon2.exceptions import VerifyMismatchError
from flask_jwt_extended import decode_token

from fadjma.commands import passwords
from fadjma.commands import sessions as acts
from fadjma.domain.accounts import ACCOUNT_FAILURES, ACCOUNT_WINDOW, ADDRESS_FAILURES, ADDRESS_WINDOW, Status
from fadjma.domain.errors import NotFound, TooMany, Unauthenticated
from fadjma.extensions import db
from fadjma.models import LoginFailure
from fadjma.models.types import utcnow
from fadjma.queries import sessions
from fadjma.queries.streams import ENDINGS
from tests.people import PASSWORD
from tests.traces import heard, newest, nothing_written

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    """A moment for the whole test."""
    return utcnow()


@pytest.fixture
def no_hashing(monkeypatch):
    """Compare passwords with PASSWORD itself, for tests of many tries."""
    monkeypatch.setattr(passwords, "matches", lambda password, password_hash: password_hash and password == PASSWORD)


def sign_in(login="awa@fadjma.example", password=PASSWORD, *, address="::1", now):
    """Return who these words sign in."""
    return acts.authenticate(login, password, address=address, now=now)


def fail(times, login="awa@fadjma.example", *, addresses=("::1",), now):
    """Give a wrong password some times, from each address in turn."""
    for n in range(times):
        with pytest.raises(Unauthenticated):
            sign_in(login, "pas-le-bon", address=addresses[n % len(addresses)], now=now)


def start(cast, now, name="awa"):
    """Sign a device of somebody in; return (session, claims of its refresh token)."""
    signed = acts.start_session(device="Chrome", address="::1", actor=getattr(cast, name), now=now)
    return signed.session, decode_token(signed.refresh_token)


def again(claims, now):
    """Refresh with a token's claims; return the claims of the new one."""
    return decode_token(acts.refresh_session(claims, now=now).refresh_token)


# Proving


@pytest.mark.parametrize("login", ["awa@fadjma.example", " AWA@Fadjma.example ", "+221770000001", "77 000 00 01"])
def test_an_email_or_a_phone_signs_in(cast, now, login):
    assert sign_in(login, now=now).id == cast.awa.id


@pytest.mark.parametrize("login", ["awa@fadjma.example", "nobody@fadjma.example", "+221770009999", "", "x" * 9000, "é\0'"])
def test_a_wrong_password_and_an_unknown_account_are_refused_alike(cast, now, login):
    with pytest.raises(Unauthenticated) as refused:
        sign_in(login, "pas-le-bon", now=now)
    assert refused.value.code == "wrong_login"
    fact, audited = newest("LoginFailed")
    assert (fact.actor_id, heard(fact)) == (None, {})
    assert "awa" not in f"{fact.payload}{audited.details}"


def test_an_unknown_account_takes_as_long(cast, now, monkeypatch):
    verified = []

    def verify(_, password_hash, password):
        verified.append(password_hash)
        raise VerifyMismatchError

    monkeypatch.setattr(passwords, "_in_a_thread", verify)
    fail(1, now=now)
    fail(1, "nobody@fadjma.example", now=now)
    assert len(verified) == 2
    assert all(password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for password_hash in verified)


def test_a_suspended_account_is_told_so_only_once_it_has_proved_itself(cast, now):
    cast.awa.status = Status.SUSPENDED
    db.session.commit()
    for password, code in (("pas-le-bon", "wrong_login"), (PASSWORD, "account_suspended")):
        with pytest.raises(Unauthenticated) as refused:
            sign_in(password=password, now=now)
        assert refused.value.code == code


# Throttling


def test_ten_failures_close_an_account_for_fifteen_minutes(cast, now, no_hashing):
    fail(ACCOUNT_FAILURES - 1, addresses=("::1", "::2"), now=now)
    assert sign_in(now=now)
    fail(1, now=now)
    with nothing_written(), pytest.raises(TooMany) as refused:
        sign_in(address="::3", now=now)
    assert refused.value.seconds == ACCOUNT_WINDOW.total_seconds()
    assert sign_in("moussa@fadjma.example", now=now)
    with pytest.raises(TooMany):
        sign_in(now=now + ACCOUNT_WINDOW - timedelta(seconds=1))
    assert sign_in(now=now + ACCOUNT_WINDOW)


def test_the_email_and_the_phone_of_an_account_share_its_tries(cast, now, no_hashing):
    fail(ACCOUNT_FAILURES // 2, now=now)
    fail(ACCOUNT_FAILURES // 2, "+221770000001", now=now)
    with pytest.raises(TooMany):
        sign_in(now=now)


def test_an_unknown_account_is_closed_as_a_known_one_is(cast, now, no_hashing):
    fail(ACCOUNT_FAILURES, "nobody@fadjma.example", now=now)
    with pytest.raises(TooMany):
        sign_in("nobody@fadjma.example", now=now)


def test_sixty_failures_close_an_address_for_a_minute(cast, now, no_hashing):
    for n in range(ADDRESS_FAILURES):
        fail(1, f"nobody{n}@fadjma.example", now=now)
    with pytest.raises(TooMany) as refused:
        sign_in(now=now)
    assert refused.value.seconds == ADDRESS_WINDOW.total_seconds()
    with pytest.raises(TooMany):
        sign_in(address="::ffff", now=now)  # whoever has one address of a network has all of it
    assert sign_in(address="2001:db8::1", now=now)
    assert sign_in(now=now + ADDRESS_WINDOW)


def test_a_clinic_that_signs_in_together_is_not_throttled(cast, now, no_hashing):
    for _ in range(ADDRESS_FAILURES + ACCOUNT_FAILURES):
        assert sign_in(now=now)
    assert db.session.scalar(db.select(db.func.count()).select_from(LoginFailure)) == 0


def test_the_right_guess_among_too_many_at_once_is_not_said(cast, now, monkeypatch):
    def slow(password, password_hash):
        """While this password is hashed, ten others have failed."""
        monkeypatch.setattr(passwords, "matches", lambda *args: False)
        fail(ACCOUNT_FAILURES, now=now)
        return True

    monkeypatch.setattr(passwords, "matches", slow)
    with pytest.raises(TooMany):
        sign_in(now=now)


# Keeping signed in


def test_a_session_is_a_row_with_its_device_and_leaves_its_trace(cast, now):
    session, _ = start(cast, now)
    assert (session.user_id, session.device, session.address) == (cast.awa.id, "Chrome", "::1")
    assert session.is_alive(now) and not session.is_alive(session.expires_at)
    fact, _ = newest("SessionStarted")
    assert (fact.subject_id, fact.actor_id, heard(fact)) == (session.id, cast.awa.id, {})


def test_no_token_is_kept_in_the_journal_or_the_audit(cast, now):
    session, claims = start(cast, now)
    fact, audited = newest("SessionStarted")
    assert claims["jti"] not in f"{fact.payload}{audited.details}"
    assert session.refresh_jti == claims["jti"]


def test_refreshing_rotates_and_lengthens(cast, now):
    session, first = start(cast, now)
    later = now + timedelta(days=5)
    second = again(first, later)
    db.session.refresh(session)
    assert second["jti"] != first["jti"]
    assert (session.refresh_jti, session.replaced_jti) == (second["jti"], first["jti"])
    assert (session.last_seen_at, session.expires_at) == (later, later + acts.LIFE)
    assert newest("SessionRefreshed")[0].subject_id == session.id


def test_the_replaced_token_works_for_a_minute_and_gives_what_the_first_one_got(cast, now):
    _, first = start(cast, now)
    second = again(first, now)
    assert again(first, now + MINUTE)["jti"] == second["jti"]
    assert again(second, now + MINUTE)["jti"] != second["jti"]


def test_a_grace_that_is_used_does_not_grow(cast, now):
    session, first = start(cast, now)
    again(first, now)
    again(first, now + MINUTE)
    with pytest.raises(Unauthenticated):
        again(first, now + MINUTE + timedelta(seconds=1))
    assert not session.is_alive(now)


def test_a_replaced_token_used_late_ends_the_session(cast, now):
    session, first = start(cast, now)
    second = again(first, now)
    with pytest.raises(Unauthenticated):
        again(first, now + MINUTE + timedelta(seconds=1))
    db.session.refresh(session)
    assert session.ended_reason == "refresh_reused"
    fact, _ = newest("SessionEnded")
    assert (fact.payload["reason"], heard(fact)) == ("refresh_reused", {ENDINGS: False})
    with nothing_written(), pytest.raises(Unauthenticated):
        again(second, now)


def test_a_token_two_turns_old_ends_the_session_even_within_the_minute(cast, now):
    session, first = start(cast, now)
    again(again(first, now), now)
    with pytest.raises(Unauthenticated):
        again(first, now)
    assert not session.is_alive(now)


# Signing out


def test_ending_a_session_is_told_to_every_process(cast, now):
    session, claims = start(cast, now)
    acts.end_session(session.id, reason="signed_out", actor=cast.awa, now=now)
    assert (session.ended_at, session.ended_reason) == (now, "signed_out")
    assert heard(newest("SessionEnded")[0]) == {ENDINGS: False}
    with nothing_written(), pytest.raises(Unauthenticated):
        again(claims, now)


def test_nobody_ends_the_device_of_somebody_else_and_none_ends_twice(cast, now):
    session, _ = start(cast, now)
    with nothing_written(), pytest.raises(NotFound):
        acts.end_session(session.id, reason="signed_out", actor=cast.moussa, now=now)
    acts.end_session(session.id, reason="signed_out", actor=cast.awa, now=now)
    with nothing_written(), pytest.raises(NotFound):
        acts.end_session(session.id, reason="signed_out", actor=cast.awa, now=now)


def test_a_person_sees_their_own_devices_alone_the_latest_first(cast, now):
    old, _ = start(cast, now - MINUTE)
    new, _ = start(cast, now)
    start(cast, now, "moussa")
    gone, _ = start(cast, now)
    acts.end_session(gone.id, reason="signed_out", actor=cast.awa, now=now)
    assert [session.id for session in sessions.of(cast.awa, now)] == [new.id, old.id]
