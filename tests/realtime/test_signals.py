"""Signals to closed phones: to whoever was notified and has no page open, and of nothing but that something is new."""

import random
import time
from datetime import timedelta
from uuid import UUID

import pytest
import urllib3

from fadjma.commands.access_requests import request_access
from fadjma.commands.accounts import administer_account, replace_password
from fadjma.commands.notifications import announce, read_all_notifications
from fadjma.domain.accounts import Status
from fadjma.domain.push_subscriptions import PAUSE, SETTLED, TRIES
from fadjma.extensions import db
from fadjma.models import PushSubscription, Session
from fadjma.models.types import utcnow
from fadjma.realtime import journal, signals, subscriptions
from tests import ordonnances
from tests.people import PASSWORD_HASH, PEOPLE, act, sign_in
from tests.push_service import PushService, proven, subscribe

SEEN = SETTLED.total_seconds() + 1
MINUTE = PAUSE.total_seconds()
ASKED = {"reason": "Toux", "level": "read", "days": 30}
TOLD = {"audience": "patients", "title": "Fermeture", "message": "La clinique ferme à midi."}


@pytest.fixture
def service(app):
    """The push service that stands in the place of all."""
    app.extensions["signals"].postman.pool = service = PushService()
    return service


@pytest.fixture
def look(app, context):
    """Return look(seconds from now) → what the process that leads does then."""
    return lambda seconds=SEEN: app.extensions["signals"].run(utcnow() + timedelta(seconds=seconds))


def a_fact_of(moment):
    """Return a new id of a fact recorded then, in seconds."""
    return UUID(int=journal.first_id(moment).int | random.getrandbits(64))


@pytest.fixture
def at(monkeypatch):
    """Return at(seconds from now): facts recorded from here on are of then."""
    return lambda seconds: monkeypatch.setattr(journal, "uuid7", lambda: a_fact_of(time.time() + seconds))


def ask_moussa(cast, doctor="ibrahima"):
    """Tell Moussa something."""
    return request_access(cast.moussa.id, **ASKED, actor=getattr(cast, doctor))


def left():
    """Return how many subscriptions there are."""
    db.session.rollback()
    return db.session.query(PushSubscription).count()


def test_a_closed_phone_learns_that_something_is_new_and_nothing_more(app, as_, cast, service, look):
    phone = subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    look(1)
    assert service.sent == []  # nothing within the act, and nothing before an open page has had its time
    look()
    (signal,) = service.sent
    assert signal.url == phone.endpoint
    assert phone.read(signal.body) == {"title": "Du nouveau sur FADJMA", "lang": "fr"}
    assert not {"Moussa", "Ibrahima", "Toux", "urgent"} & set(str(signal.headers).split())
    claims = proven(signal, app.extensions["signals"].postman.public_key)
    assert (claims["aud"], claims["sub"]) == ("https://fcm.googleapis.com", "mailto:fadjma@fadjma.example")
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    assert signal.headers["Topic"] == "news" and int(signal.headers["TTL"]) > 0


def test_two_people_are_told_the_same_in_as_many_bytes(as_, cast, service, look):
    phones = {name: subscribe(as_(name), name) for name in ("moussa", "awa")}
    announce(**TOLD, actor=cast.ousmane)
    look()
    assert len(service.sent) == 2 and len({len(signal.body) for signal in service.sent}) == 1
    said = [phones[signal.url.rsplit("/", 1)[1]].read(signal.body) for signal in service.sent]
    assert said[0] == said[1]


ACTS = {
    "a request": (ask_moussa, {"moussa"}),
    "an ordonnance": (lambda cast: ordonnances.issued(cast, pharmacy_id=cast.plateau.id), {"awa", "aminata", "seynabou"}),
    "to patients": (lambda cast: announce(**TOLD, actor=cast.ousmane), {"awa", "moussa"}),
    "to everyone": (
        lambda cast: announce(**TOLD | {"audience": "everyone"}, actor=cast.ousmane),
        set(PEOPLE) - {"ousmane", "ndeye"},  # who did it, and who hears no role's stream before they are verified
    ),
}


@pytest.mark.parametrize("kind", ACTS)
def test_who_is_notified_is_signalled_to_and_nobody_else(as_, cast, service, look, kind):
    for name in PEOPLE:
        subscribe(as_(name), name)
    happen, people = ACTS[kind]
    happen(cast)
    look()
    assert service.names() == sorted(people)


def test_a_device_with_an_open_page_is_left_alone_and_the_others_are_not(app, as_, cast, listening, service, look):
    desk, phone = as_("moussa"), sign_in(app, "moussa")
    subscribe(desk, "desk"), subscribe(phone, "phone")
    listening(desk)
    ask_moussa(cast)
    look()
    assert service.names() == ["phone"]


@pytest.mark.parametrize("happen", [ask_moussa, lambda cast: announce(**TOLD, actor=cast.ousmane)])
def test_a_page_that_acknowledges_nothing_is_asleep(as_, cast, listening, service, look, monkeypatch, happen):
    moussa = as_("moussa")
    subscribe(moussa, "moussa")
    listening(moussa)
    happen(cast)
    monkeypatch.setattr(signals, "monotonic", lambda: time.monotonic() + signals.UNANSWERED)
    look()
    assert service.names() == ["moussa"]


def test_what_was_read_on_another_device_is_no_news(as_, cast, service, look):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    read_all_notifications(actor=cast.moussa)
    look()
    assert service.names() == []


def test_one_signal_a_minute_and_none_is_forgotten(as_, cast, service, look, at):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast), announce(**TOLD, actor=cast.ousmane)
    look(), look(SEEN + 2)
    assert service.names() == ["moussa"]
    at(20)
    announce(**TOLD, actor=cast.ousmane)
    look(40), look(60)
    assert service.names() == []
    look(SEEN + MINUTE), look(SEEN + 3 * MINUTE)
    assert service.names() == ["moussa"]


def _expire(app, cast, browser):
    db.session.query(Session).filter_by(user_id=cast.moussa.id).update({"expires_at": utcnow()})
    db.session.commit()


def _end_elsewhere(app, cast, browser):
    id = db.session.query(Session.id).filter_by(user_id=cast.moussa.id).order_by(Session.id).first()[0]
    assert act(sign_in(app, "moussa"), f"/account/sessions/{id}/end").status_code == 200


ENDS = {
    "signed out": lambda app, cast, browser: act(browser, "/logout"),
    "ended elsewhere": _end_elsewhere,
    "suspended": lambda app, cast, browser: administer_account(cast.moussa.id, Status.SUSPENDED, actor=cast.ousmane),
    "expired": _expire,
    "a new password": lambda app, cast, browser: replace_password(PASSWORD_HASH, session_id=None, actor=cast.moussa),
    "turned off": lambda app, cast, browser: act(browser, "/account/push-subscription/removal"),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_subscription_ends_with_its_session(app, as_, cast, service, look, how):
    moussa = as_("moussa")
    subscribe(moussa, "moussa")
    ask_moussa(cast)
    look()
    assert service.names() == ["moussa"]
    ENDS[how](app, cast, moussa)
    db.session.rollback()
    announce(**TOLD, actor=cast.ousmane)
    look(SEEN + 2 * MINUTE)
    assert service.names() == []
    subscriptions.forget_over()
    assert left() == 0


def test_what_a_browser_withdrew_is_forgotten(as_, cast, service, look):
    subscribe(as_("moussa"), "moussa"), subscribe(as_("awa"), "awa")
    service.answers = [410]
    announce(**TOLD, actor=cast.ousmane)
    look()
    assert service.names() == ["awa", "moussa"] and left() == 1


@pytest.mark.parametrize("failure", [500, urllib3.exceptions.ConnectTimeoutError()])
def test_a_signal_that_fails_is_tried_again_for_a_while(as_, cast, service, look, at, failure):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    service.answers = [failure] * (TRIES - 1)
    for minutes in (0, 1, 2, 3, 7, 15, 30, 60):
        look(SEEN + minutes * MINUTE)
    assert service.names() == ["moussa"] * TRIES
    at(61 * MINUTE)
    announce(**TOLD, actor=cast.ousmane)
    service.answers = [failure] * 2 * TRIES
    for minutes in (61, 62, 64, 68, 76, 92, 120):
        look(SEEN + minutes * MINUTE)
    assert service.names() == ["moussa"] * TRIES and left() == 1


def test_a_service_is_left_alone_as_long_as_it_asks(as_, cast, service, look):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    service.answers = [(429, {"Retry-After": "600"})]
    for minutes in (0, 1, 5, 9):
        look(SEEN + minutes * MINUTE)
    assert service.names() == ["moussa"]
    look(SEEN + 11 * MINUTE)
    assert service.names() == ["moussa"]


@pytest.mark.parametrize("answer", [301, 403])
def test_what_will_not_pass_is_given_up_at_once(as_, cast, service, look, answer):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    service.answers = [answer]
    for minutes in (0, 1, 5):
        look(SEEN + minutes * MINUTE)
    assert service.names() == ["moussa"]


def test_one_that_goes_wrong_keeps_nobody_else_from_theirs(as_, cast, service, look):
    subscribe(as_("moussa"), "moussa"), subscribe(as_("awa"), "awa")
    service.answers = [RuntimeError("a defect")]
    announce(**TOLD, actor=cast.ousmane)
    look()
    assert service.names() == ["awa", "moussa"]


def test_a_service_that_is_no_longer_known_is_not_spoken_to(app, as_, cast, service, look):
    subscribe(as_("moussa"), "moussa")
    app.extensions["signals"].postman.hosts = ("push.example",)
    ask_moussa(cast)
    look()
    assert service.names() == [] and left() == 0


def another_process(app):
    """Return the signals of a second process over the same database."""
    ours = app.extensions["signals"]
    return signals.Signals(ours.postman, type(ours.presence)(), ours.leases, inline=True)


def test_of_several_processes_one_sends(app, as_, cast, service, look):
    subscribe(as_("moussa"), "moussa")
    ask_moussa(cast)
    look()
    another_process(app).run(utcnow() + timedelta(seconds=SEEN + 1))  # both believed for a moment to lead
    another_process(app).run(utcnow() + timedelta(seconds=SEEN + 2 * MINUTE - 1))
    assert service.names() == ["moussa"]


def test_a_process_that_does_not_lead_sends_nothing_and_one_that_begins_to_takes_over(
    app, as_, cast, service, look, monkeypatch
):
    subscribe(as_("moussa"), "moussa")
    monkeypatch.setattr(app.extensions["leases"], "leads", lambda: False)
    ask_moussa(cast)
    look()
    assert service.names() == []
    monkeypatch.setattr(app.extensions["leases"], "leads", lambda: True)
    look(SEEN + 20)  # its predecessor died with the signal in its hands
    assert service.names() == ["moussa"]


def test_a_page_that_is_open_at_another_process_is_open(app, as_, cast, listening, service, look, monkeypatch):
    moussa = as_("moussa")
    subscribe(moussa, "moussa")
    socket = listening(moussa)
    leases = app.extensions["leases"]
    monkeypatch.setattr(leases, "alone", False)
    listening(as_("awa"))  # without a subscription: nobody else need know of her
    told = app.extensions["signals"].told_to_others()
    assert told == [str(db.session.query(PushSubscription.session_id).scalar())]
    socket.disconnect()
    monkeypatch.setattr(leases, "leads", lambda: True)
    monkeypatch.setattr(leases, "others", lambda: [{"open": told}])
    ask_moussa(cast)
    look()
    assert service.names() == []


def test_the_language_is_the_persons(as_, cast, service, look):
    phone = subscribe(as_("moussa"), "moussa")
    cast.moussa.language = "en"
    db.session.commit()
    ask_moussa(cast)
    look()
    assert phone.read(service.sent[0].body)["lang"] == "en"
