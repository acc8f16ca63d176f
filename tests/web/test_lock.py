"""A locked phone, over HTTP and live: every address leads to a neutral screen, nothing is heard, the PIN opens it again."""

import pytest

from fadjma.commands import locks
from fadjma.commands.notifications import announce
from fadjma.domain.locks import TRIES, idle_for
from fadjma.extensions import db
from fadjma.models import Session, User
from fadjma.models.types import utcnow
from tests.people import PASSWORD, PASSWORD_HASH, act, told
from tests.traces import written

PIN = PASSWORD  # what PASSWORD_HASH is of: hashing another in each test would cost more than the test
PERSONAL = ("Awa", "Ndiaye", "data-user", "unread", "(1)", "Fatou", "Accueil")


@pytest.fixture
def awa(as_, cast):
    """Awa's browser; she has a PIN."""
    locks.keep_pin(PASSWORD_HASH, minutes=5, actor=cast.awa)
    return as_("awa")


def locked(browser):
    assert act(browser, "/lock").status_code == 204
    return browser


@pytest.mark.parametrize("path", ["/", "/patient/", "/patient/medical-records", "/notifications", "/account", "/nowhere"])
def test_every_address_of_a_locked_session_leads_to_the_neutral_screen(awa, path):
    assert awa.get(path).location != "/lock"
    answer = locked(awa).get(path)
    assert (answer.status_code, answer.location) == (302, "/lock")
    screen = awa.get("/lock")
    assert "Écran verrouillé" in screen.text and screen.headers["Cache-Control"] == "no-store"
    assert not any(word in screen.text for word in PERSONAL)


def test_an_act_or_a_fragment_is_told_that_it_is_locked_and_not_done(awa):
    locked(awa)
    for path in ("/notifications/read-all", "/account/password", "/lock/presence"):
        answer = act(awa, path)
        assert (answer.status_code, answer.text) == (423, "")
    assert awa.get("/notifications/count", headers={"HX-Request": "true"}).status_code == 423
    assert act(awa, "/lock").status_code == 204  # a second tab says it too


def test_the_menu_offers_to_lock_to_who_has_a_pin_alone(awa, as_):
    page = awa.get("/patient/").text
    assert 'data-lock-after="5"' in page and "data-lock " in page and '<template id="lock-screen">' in page
    page = as_("moussa").get("/patient/").text
    assert "data-lock" not in page and "lock-screen" not in page
    assert act(as_("moussa"), "/lock").status_code == 409


def test_its_live_connection_ends_and_none_is_let_in_until_the_pin(app, awa, as_, cast, listening):
    ears, other = listening(awa), listening(as_("awa"))
    locked(awa)
    assert told(ears, "session_ending") == [{"reason": "locked", "in_seconds": 0}]
    assert told(other, "session_ending") == []
    assert not listening(awa).is_connected()
    here = app.extensions["presence"].where(user_id=cast.awa.id)  # the other one's
    assert len(here) == 1
    announce(audience="patients", title="Bonjour", message="à tous", actor=cast.ousmane)
    assert told(other, "notification") and app.extensions["presence"].where(user_id=cast.awa.id) == here
    assert act(awa, "/lock/opening", pin=PIN).headers["HX-Trigger"] == "unlocked"
    assert listening(awa).is_connected() and awa.get("/patient/").status_code == 200


def test_a_token_of_a_locked_session_opens_nothing_and_a_program_of_its_own_does(awa, app):
    client = app.test_client()
    token = awa.get_cookie("access_token_cookie").value
    call = {"headers": {"Authorization": f"Bearer {token}"}}
    assert client.get("/api/v1/me", **call).status_code == 200
    locked(awa)
    answer = client.get("/api/v1/me", **call)
    assert (answer.status_code, answer.json["type"]) == (401, "urn:fadjma:problem:session_locked")
    own = client.post("/api/v1/sessions", json={"login": "awa@fadjma.example", "password": PASSWORD}).json["access_token"]
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {own}"}).status_code == 200


def test_a_locked_page_keeps_its_session_and_its_fresh_tokens_open_nothing(awa):
    locked(awa)
    csrf = awa.get_cookie("csrf_refresh_token", path="/session/refresh") or awa.get_cookie("csrf_refresh_token")
    answer = awa.post("/session/refresh", headers={"X-CSRF-TOKEN": csrf.value})
    assert answer.status_code == 200 and awa.get("/patient/").location == "/lock"


def test_wrong_pins_are_counted_and_the_fifth_signs_out(awa):
    locked(awa)
    for left in range(TRIES - 1, 0, -1):
        answer = act(awa, "/lock/opening", pin="9999")
        assert (
            answer.status_code == 422 and ("Il reste un essai." if left == 1 else f"Il reste {left} essais.") in answer.text
        )
        assert not any(word in answer.text for word in PERSONAL)
    answer = act(awa, "/lock/opening", pin="9999")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/login")
    assert "Clear-Site-Data" in answer.headers and awa.get("/patient/").location.startswith("/login")
    assert len(written("PinTried")) == TRIES and written("SessionEnded")[-1].payload["reason"] == "pin_refused"


def test_who_is_not_its_person_leaves_and_another_signs_in(awa):
    locked(awa)
    assert act(awa, "/logout").headers["HX-Redirect"] == "/login"
    assert awa.get("/lock").location == "/" and awa.get("/").location == "/login"


def test_another_person_signs_in_over_a_locked_session_which_ends(awa):
    locked(awa)
    awa.post("/login", data={"login": "moussa@fadjma.example", "password": PASSWORD})
    assert "Moussa" in awa.get("/patient/").text
    assert written("SessionEnded")[-1].payload["reason"] == "replaced"


def test_a_page_that_nobody_touches_is_locked_by_time_itself(awa):
    assert act(awa, "/lock/presence").status_code == 204
    session = db.session.scalars(db.select(Session)).first()
    session.active_at = utcnow() - idle_for(5)
    db.session.commit()
    assert awa.get("/patient/").location == "/lock"


def test_a_pin_is_set_with_the_password_and_named_where_it_is_wrong(as_, cast):
    awa = as_("awa")
    answer = act(awa, "/account/pin", pin="1234", password="non", lock_minutes="3")
    assert answer.status_code == 422
    assert all(word in answer.text for word in ("Ce code se devine", "mot de passe actuel", "valeur de la liste"))
    answer = act(awa, "/account/pin", pin="4071", password=PASSWORD, lock_minutes="1")
    assert answer.headers["HX-Redirect"] == "/account"
    assert "après une minute sans vous" in awa.get("/account").text and 'data-lock-after="1"' in awa.get("/account").text
    assert act(awa, "/account/pin/removal", password="non").status_code == 422
    assert act(awa, "/account/pin/removal", password=PASSWORD).status_code == 204
    assert db.session.get(User, cast.awa.id, populate_existing=True).pin_hash is None


def test_the_right_pin_opens_what_the_server_did_not_know_was_locked(awa):
    """The page had locked where the network was away; what it sends bears a key, as all it sends."""
    headers = {"X-CSRF-TOKEN": awa.get_cookie("csrf_access_token").value, "Idempotency-Key": "1"}
    assert awa.post("/lock/opening", data={"pin": PIN}, headers=headers).status_code == 204
    assert awa.get("/patient/").status_code == 200
