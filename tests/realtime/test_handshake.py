"""The handshake: who is let in, and what everybody else is told."""

import pytest

from fadjma.commands.access_requests import request_access
from fadjma.commands.sessions import end_session
from fadjma.extensions import db, socketio
from fadjma.models import Session
from fadjma.queries.streams import user_stream
from fadjma.realtime import arrivals, journal
from tests.people import told


@pytest.fixture
def handshake(app, as_):
    """Return handshake(browser, auth=…, headers=…, query=…) → a Socket.IO client, connected or refused."""

    def shake(browser, *, auth=None, headers=None, query=None):
        return socketio.test_client(app, flask_test_client=browser, auth=auth, headers=headers, query_string=query)

    return shake


def csrf(browser):
    return {"csrf": browser.get_cookie("csrf_access_token").value}


def refusals(app, code):
    return app.extensions["metrics"].registry.get_sample_value("fadjma_refused_connections_total", {"code": code})


def test_cookies_with_their_csrf_value_are_let_in(handshake, as_):
    browser = as_("awa")
    assert handshake(browser, auth=csrf(browser)).is_connected()


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        {"csrf": ""},
        {"csrf": "wrong"},
        {"csrf": 7},
        {"token": "nonsense"},
        {"token": None},
        {"token": "\ud800"},
        {"csrf": "\ud800"},
    ],
)
def test_without_proof_nobody_is(handshake, as_, app, auth):
    assert not handshake(as_("awa"), auth=auth).is_connected()
    assert refusals(app, "unauthenticated") == 1


def test_a_refresh_token_proves_nothing(handshake, as_):
    browser = as_("awa")
    assert not handshake(browser, auth={"token": browser.get_cookie("refresh_token_cookie").value}).is_connected()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"Origin": "http://["}],
)
def test_another_sites_page_is_refused_in_spite_of_the_cookies(handshake, as_, app, headers):
    browser = as_("awa")
    assert not handshake(browser, auth=csrf(browser), headers=headers).is_connected()
    assert refusals(app, "origin") == 1


def test_a_cookie_websocket_needs_an_origin_and_a_poll_does_not(handshake, as_):
    browser = as_("awa")
    assert not handshake(browser, auth=csrf(browser), query="transport=websocket").is_connected()
    assert handshake(browser, auth=csrf(browser), query="transport=polling").is_connected()
    own = {"Origin": "http://localhost"}
    assert handshake(browser, auth=csrf(browser), query="transport=websocket", headers=own).is_connected()


def test_a_database_that_fails_is_a_passing_fault(handshake, as_, app, monkeypatch):
    browser = as_("awa")
    with monkeypatch.context() as broken:
        broken.setattr("fadjma.realtime.journal.heads", lambda _: 1 / 0)
        assert not handshake(browser, auth=csrf(browser)).is_connected()
    assert refusals(app, "retry") == 1
    assert handshake(browser, auth=csrf(browser)).is_connected()


def test_an_address_holds_so_many_connections_and_no_more(handshake, as_, app):
    app.config["MAX_CONNECTIONS_PER_ADDRESS"] = 2
    browser = as_("awa")
    first, _ = handshake(browser, auth=csrf(browser)), handshake(browser, auth=csrf(browser))
    assert not handshake(browser, auth=csrf(browser)).is_connected()
    assert refusals(app, "too_many_connections") == 1
    first.disconnect()
    assert handshake(browser, auth=csrf(browser)).is_connected()


def test_the_greeting_names_the_person_and_their_streams(handshake, as_, cast):
    browser = as_("aminata")
    (greeting,) = told(handshake(browser, auth=csrf(browser)), "connected")
    assert greeting["user_id"] == str(cast.aminata.id)
    assert greeting["role"] == "pharmacist"
    streams = {f"user_{cast.aminata.id}", "pharmacists", f"pharmacy_{cast.plateau.id}"}
    assert set(greeting["streams"]) == streams


def test_who_waits_for_verification_hears_their_own_stream_alone(handshake, as_, cast):
    browser = as_("ndeye")
    (greeting,) = told(handshake(browser, auth=csrf(browser)), "connected")
    assert set(greeting["streams"]) == {f"user_{cast.ndeye.id}"}


def test_a_session_row_that_is_gone_lets_nobody_in(handshake, as_):
    browser = as_("awa")
    db.session.execute(db.delete(Session))
    db.session.commit()
    assert not handshake(browser, auth=csrf(browser)).is_connected()


def test_nothing_a_client_sends_before_it_is_let_in_has_an_effect(handshake, as_):
    client = handshake(as_("awa"), auth={})
    for name in ("ack", "auth", "ping_test"):
        with pytest.raises(RuntimeError):
            client.emit(name, {"streams": {}})


def test_a_fresh_token_of_another_session_does_not_keep_a_connection(handshake, as_):
    phone, other = as_("awa"), as_("moussa")
    ear = handshake(phone, auth=csrf(phone))
    answer = ear.emit("auth", {"token": other.get_cookie("access_token_cookie").value}, callback=True)
    assert answer == {"ok": False, "code": "unauthenticated"}
    assert ear.emit("auth", {"token": phone.get_cookie("access_token_cookie").value}, callback=True) == {"ok": True}


def test_ping_is_answered_with_the_servers_time(handshake, as_):
    browser = as_("awa")
    ear = handshake(browser, auth=csrf(browser))
    assert ear.emit("ping_test", {"n": 7}, callback=True) == {"ok": True}
    (pong,) = told(ear, "pong_test")
    assert pong["n"] == 7 and pong["server_time"]


def test_a_session_that_ends_while_it_is_let_in_is_let_in_no_more(handshake, as_, app, cast, monkeypatch):
    """What ended it was carried out before the connection was there to be ended."""
    browser, heads = as_("awa"), journal.heads

    def meanwhile(streams):
        monkeypatch.setattr(journal, "heads", heads)
        db.session.rollback()
        session = db.session.scalars(db.select(Session)).one()
        end_session(session.id, reason="signed_out", actor=cast.awa)
        app.extensions["pump"].turn()
        return heads(streams)

    monkeypatch.setattr(journal, "heads", meanwhile)
    ear = handshake(browser, auth=csrf(browser))
    assert told(ear, "session_ending") == [{"reason": "signed_out", "in_seconds": 0}]
    assert app.extensions["presence"].connections == {}


@pytest.mark.parametrize("token", [None, 7])
def test_a_connection_by_token_is_kept_by_a_token_alone(handshake, as_, app, token):
    """By the cookies that came with its handshake it would have had no end, and the sweep stumbled over that."""
    browser = as_("awa")
    ear = handshake(browser, auth={"token": browser.get_cookie("access_token_cookie").value})
    said = csrf(browser) | {"token": token}
    assert ear.emit("auth", said, callback=True) == {"ok": False, "code": "unauthenticated"}
    assert all(one.token_expires_at for one in app.extensions["presence"].connections.values())


def test_who_leaves_while_what_they_missed_is_looked_for_is_held_no_more(handshake, as_, app, monkeypatch):
    """Each such connection would have counted among those its address may hold, for as long as the process lived."""
    browser = as_("awa")

    def meanwhile(connection, cursors):
        socketio.server._handle_eio_disconnect(connection.eio_sid, "transport close")
        return []

    monkeypatch.setattr(arrivals, "_out_of_reach", meanwhile)
    handshake(browser, auth=csrf(browser))
    presence = app.extensions["presence"]
    assert presence.connections == {} and not presence.held_by("127.0.0.1")


def test_what_is_sent_while_a_resync_is_looked_up_is_not_sent_again(handshake, as_, cast, monkeypatch):
    browser, heads = as_("awa"), journal.heads
    stream = user_stream(cast.awa.id)
    request_access(cast.awa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)

    def late(names):
        monkeypatch.setattr(arrivals.journal, "heads", lambda names: {name: seq - 1 for name, seq in heads(names).items()})
        return heads(names)

    monkeypatch.setattr(journal, "heads", late)
    ear = handshake(browser, auth=csrf(browser) | {"cursors": {stream: -1}})
    (resync,) = told(ear, "resync")
    assert resync["streams"][stream] == heads([stream])[stream]
