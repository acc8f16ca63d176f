"""The signal of a device, on and off on the account page: of the session of that page, and of no other."""

import pytest

from fadjma import create_app
from fadjma.extensions import db
from fadjma.models import AuditEntry, PushSubscription, Session
from tests.people import act, sign_in
from tests.push_service import SUBSCRIPTION, Phone, subscribe
from tests.traces import nothing_written

TURN_ON, TURN_OFF = "Recevoir un signal quand le téléphone est fermé", "Ne plus recevoir de signal"


def subscribed():
    """Return {endpoint: whose session it is of}."""
    db.session.rollback()
    rows = db.session.query(PushSubscription.endpoint, Session.user_id).join(
        Session, Session.id == PushSubscription.session_id
    )
    return dict(rows.all())


def test_it_is_turned_on_and_off_where_one_sees_ones_account(as_, cast):
    awa = as_("awa")
    assert TURN_ON in awa.get("/account").text
    phone = Phone("awa")
    answer = act(awa, SUBSCRIPTION, **phone.form)
    assert TURN_OFF in answer.text and TURN_ON not in answer.text
    assert subscribed() == {phone.endpoint: cast.awa.id}
    assert TURN_OFF in awa.get("/account").text
    assert TURN_ON in act(awa, f"{SUBSCRIPTION}/removal").text
    assert subscribed() == {}
    newest = db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2).all()
    assert {entry.act for entry in newest} == {"DeviceSubscribed", "DeviceUnsubscribed"}


def test_the_audit_trail_says_no_address(as_):
    phone = subscribe(as_("awa"), "awa-secret")
    assert phone.endpoint not in repr(db.session.execute(AuditEntry.__table__.select()).all())


@pytest.mark.parametrize("path", [SUBSCRIPTION, f"{SUBSCRIPTION}/removal"])
@pytest.mark.parametrize("csrf", [{}, {"X-CSRF-TOKEN": "wrong"}])
def test_another_site_cannot_do_it(as_, path, csrf):
    awa = as_("awa")
    subscribe(awa, "first")
    with nothing_written():
        assert awa.post(path, data=Phone("second").form, headers={"HX-Request": "true", **csrf}).status_code == 401


def test_nobody_can_do_it_for_another_session(app, as_, cast):
    awa, moussa = as_("awa"), as_("moussa")
    phone = subscribe(awa, "awa")
    theirs = db.session.query(PushSubscription.session_id).scalar()
    act(moussa, f"{SUBSCRIPTION}/removal", session_id=str(theirs), id=str(theirs))
    assert subscribed() == {phone.endpoint: cast.awa.id}
    other = Phone("moussa")
    act(moussa, SUBSCRIPTION, **other.form, session_id=str(theirs))
    assert subscribed() == {phone.endpoint: cast.awa.id, other.endpoint: cast.moussa.id}


def test_a_device_has_one_and_a_shared_phone_is_its_last_persons(app, as_, cast):
    awa = as_("awa")
    subscribe(awa, "old"), subscribe(awa, "shared")
    (endpoint,) = subscribed()
    assert endpoint.endswith("/shared")
    moussa = sign_in(app, "moussa")
    subscribe(moussa, "shared")
    assert subscribed() == {endpoint: cast.moussa.id}


@pytest.mark.parametrize(
    "endpoint", ["https://127.0.0.1/x", "https://10.0.0.7:8443/admin", "http://fcm.googleapis.com/x", ""]
)
def test_an_address_of_our_own_network_is_refused(as_, endpoint):
    awa = as_("awa")
    with nothing_written():
        assert act(awa, SUBSCRIPTION, **Phone("x").form | {"endpoint": endpoint}).status_code == 422


def test_without_a_key_nothing_is_offered(app, as_, monkeypatch):
    awa = as_("awa")
    assert TURN_ON in awa.get("/account").text
    monkeypatch.setitem(app.config, "VAPID_PRIVATE_KEY", None)
    monkeypatch.setitem(app.extensions, "signals", None)
    page = awa.get("/account").text
    assert TURN_ON not in page and page.count("data-install hidden") == 1
    assert act(awa, SUBSCRIPTION, **Phone("x").form).status_code == 404
    assert act(awa, f"{SUBSCRIPTION}/removal").status_code == 200


def test_the_page_shows_the_key_that_signals_are_signed_with(app, as_):
    assert app.extensions["signals"].postman.public_key in as_("awa").get("/account").text
    assert create_app("testing").extensions["signals"].postman.public_key == app.extensions["signals"].postman.public_key
