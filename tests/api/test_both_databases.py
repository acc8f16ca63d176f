"""What must hold on SQLite and PostgreSQL alike: two at once are one, and no input whatever is a failure of ours."""

import json
import re
import shutil
from collections import Counter
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from flask_migrate import upgrade

from fadjma.api.endpoint import ENDPOINTS
from fadjma.commands import locks
from fadjma.commands.access_requests import request_access
from fadjma.commands.emergencies import begin_emergency
from fadjma.commands.medical_records import add_medical_record
from fadjma.domain.errors import Refusal, WrongPin
from fadjma.domain.locks import TRIES
from fadjma.domain.prescriptions import Status
from fadjma.extensions import db
from fadjma.models import Fact, Prescription, Session, StockItem
from fadjma.models.types import utcnow
from tests import ordonnances
from tests.api.conftest import rows
from tests.conftest import application
from tests.people import PASSWORD, PASSWORD_HASH, act, sign_in

LINE = {"medication": "Salbutamol", "dosage": "100 µg", "quantity": 1}
NASTY = [True, -1, 10**30, 1.5, "", "x" * 30_000, "a\0b", "\ud800", ["x"], {"a": "\0"}, str(uuid4())]
IN_THE_ADDRESS = ["x", "%00", "%ED%A0%80", "-1", "9" * 400, "2020-01-01", "%27", str(uuid4())]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request, tmp_path, monkeypatch):
    """The application over an empty database of its own, of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('empty_clinic'), tmp_path / 'fadjma.db')}"
    else:
        url = request.getfixturevalue("postgres_url")
    app = application(url, monkeypatch)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(*calls):
    """Run each call in a thread of its own, all at the same moment; return the answers."""
    start, answers = Barrier(len(calls)), []

    def run(call):
        start.wait()
        answers.append(call())

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return answers


def test_two_pharmacists_claim_at_once_and_one_wins(api, cast):
    path = f"POST /prescriptions/{ordonnances.issued(cast).id}/validation"
    one, other = api("aminata"), api("seynabou")
    answers = at_once(lambda: one(path), lambda: other(path))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_a_lock_opens_by_its_pin_and_of_many_wrong_ones_at_once_each_is_counted(app, cast):
    browser = sign_in(app, "awa")
    locks.keep_pin(PASSWORD_HASH, minutes=5, actor=cast.awa)
    assert [act(browser, path, pin=PASSWORD).status_code for path in ("/lock", "/lock/opening")] == [204, 204]
    assert browser.get("/patient/").status_code == 200
    assert act(browser, "/lock").status_code == 204
    (id,) = db.session.scalars(db.select(Session.id).where(Session.user_id == cast.awa.id))

    def guess():
        with app.app_context():
            try:
                locks.unlock(db.session.get(Session, id), "9999")
            except WrongPin as refusal:
                return refusal.left
            except Refusal:
                return "signed out"

    assert Counter(at_once(*[guess] * (TRIES + 2))) == Counter([*range(1, TRIES), *["signed out"] * 3])


def test_of_many_emergencies_at_once_one_is_opened(api, cast):
    caller = api("ibrahima")
    body = {"patient_id": str(cast.moussa.id), "reason": "Coma", "level": "read", "days": 1}
    body |= {"emergency": True, "password": PASSWORD}
    answers = at_once(*[lambda: caller("POST /access-requests", body)] * 6)
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert Fact.query.filter_by(name="EmergencyReported").count() == 1


def test_many_pages_opened_at_once_are_all_shown_and_begin_one_reading(app, cast):
    browsers, path = [sign_in(app, "fatou") for _ in range(4)], f"/doctor/patients/{cast.awa.id}"
    answers = at_once(*[partial(browser.get, path) for browser in browsers])
    assert [answer.status_code for answer in answers] == [200] * 4
    assert Fact.query.filter_by(name="ReadingBegan").count() == 1


def test_the_same_post_many_times_at_once_is_one(api, cast):
    caller, body = api("fatou"), {"patient_id": str(cast.awa.id), "lines": [LINE]}
    answers = at_once(*[lambda: caller("POST /prescriptions", body, key="k1")] * 6)
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.json["id"] for answer in answers}) == 1
    assert Prescription.query.count() == 1


def test_the_same_step_many_times_at_once_is_taken_once_and_answered_alike(api, cast):
    it, caller = ordonnances.at(Status.READY, cast), api("aminata")
    body = {"pickup_code": it.pickup_code}
    answers = at_once(*[lambda: caller(f"POST /prescriptions/{it.id}/delivery", body, key="k1")] * 6)
    assert [(answer.status_code, answer.json["status"]) for answer in answers] == [(200, "delivered")] * 6
    assert ordonnances.stock(cast.plateau)["Paracétamol"] == (80, 0)


def bodies(cast):
    """Return {call: (who, the id in its address, a body that would be taken)} of every call that takes a body."""
    asked = request_access(cast.awa.id, reason="Toux", level="write", days=30, actor=cast.ibrahima).id
    entry = add_medical_record(cast.awa.id, kind="note", title="A", content="B", actor=cast.fatou).id
    at = {status: ordonnances.at(status, cast).id for status in ordonnances.ON_THE_WAY}
    at[Status.CANCELLATION_REQUESTED] = ordonnances.at(Status.CANCELLATION_REQUESTED, cast).id
    lot = StockItem.query.filter_by(pharmacy_id=cast.plateau.id).first().id
    later = (utcnow().date() + timedelta(days=90)).isoformat()
    mine, reason = {"patient_id": str(cast.awa.id)}, {"reason": "Erreur"}
    wish = {"patient_id": str(cast.moussa.id), "level": "read", "days": 3} | reason
    change = {"title": "A", "content": "B", "data": {}, "version": 1} | reason
    said = {"kind": "note", "title": "A", "content": "B", "data": {}}
    person = {"role": "doctor", "name": "Mariama", "password": "un-mot-de-passe-sûr", "email": "m@fadjma.example"}
    person |= {"phone": "77 123 45 67", "birth_date": "1980-01-01", "pharmacy_id": str(cast.plateau.id)}
    place = {"role": "pharmacist", "pharmacy_id": str(cast.medina.id)}
    receipt = {"medication": "Or", "lot": "1", "expires_on": later, "quantity": 3, "threshold": 1}
    terms = {"pharmacy_id": str(cast.plateau.id), "valid_days": 30, "override": "Vu"}
    line = LINE | {"form": "", "instructions": "", "substitutable": True, "repeats": 0, "posology": {"morning": 1}}
    opened = begin_emergency(cast.awa.id, reason="Coma", reason_code="other", actor=cast.ibrahima).id
    held, over = at[Status.READY], at[Status.DELIVERED]
    short = ordonnances.short(cast)
    lacks, given = (short.id, short.lines[0].id), ordonnances.again(ordonnances.at(Status.DELIVERED, cast)).dispenses[0]
    portion = {"line_id": str(given.line_id), "quantity": 1, "substitute": "", "reason": ""}
    duty = {"pharmacy_id": str(cast.medina.id), "starts_at": f"{later}T20:00:00Z", "ends_at": f"{later}T23:00:00Z"}
    named = {"delegate": str(cast.moussa.patient_number), "bond": "child", "until": later, "password": PASSWORD}
    return {
        "PUT /me/language": ("awa", None, {"language": "en"}),
        "POST /delegations": ("awa", None, named | mine | reason),
        "POST /sessions": ("awa", None, {"login": "x", "password": "y"}),
        "POST /access-requests": ("ibrahima", None, wish | {"emergency": False}),
        "POST /access-requests/<uuid:id>/contest": ("awa", opened, {"note": ""}),
        "POST /admin/emergencies/<uuid:id>/review": ("ousmane", opened, {"verdict": "justified"}),
        "POST /access-requests/<uuid:id>/approval": ("awa", asked, {"level": "read", "days": 3}),
        "POST /access-requests/<uuid:id>/rejection": ("awa", asked, {"note": ""}),
        "POST /access-requests/<uuid:id>/revocation": ("awa", cast.grant.id, {"note": ""}),
        "POST /admin/users": ("ousmane", None, person | {"establishment": "", "town": ""}),
        "POST /admin/users/<uuid:id>/assignment": ("ousmane", cast.cheikh.id, place),
        "POST /admin/announcements": ("ousmane", None, {"audience": "doctors", "title": "A", "message": "B"}),
        "POST /medical-records": ("fatou", None, mine | said),
        "PUT /medical-records/<uuid:id>": ("fatou", entry, change),
        "POST /prescriptions": ("fatou", None, mine | terms | {"lines": [line]}),
        "POST /prescriptions/<uuid:id>/pharmacy": ("awa", at[Status.ISSUED], {"pharmacy_id": str(cast.medina.id)}),
        "POST /prescriptions/<uuid:id>/cancellation": ("fatou", at[Status.ISSUED], reason),
        "POST /prescriptions/<uuid:id>/cancellation/acceptance": ("aminata", at[Status.CANCELLATION_REQUESTED], reason),
        "POST /prescriptions/<uuid:id>/cancellation/refusal": ("aminata", at[Status.CANCELLATION_REQUESTED], reason),
        "POST /prescriptions/<uuid:id>/validation": ("aminata", at[Status.ISSUED], {"matricule": "x"}),
        "POST /prescriptions/<uuid:id>/preparation": ("aminata", at[Status.VALIDATED], {"partial": False}),
        "POST /prescriptions/<uuid:id>/delivery": ("aminata", held, {"pickup_code": "", "lines": [portion]}),
        "POST /prescriptions/<uuid:id>/lines/<uuid:line_id>/non-dispensing": ("aminata", lacks, {"reason": "refused"}),
        "POST /prescriptions/<uuid:id>/lines/<uuid:line_id>/replacement": ("fatou", lacks, line | {"override": ""}),
        "POST /prescriptions/<uuid:id>/dispenses/<uuid:dispense_id>/reversal": (
            "aminata",
            (given.line.prescription_id, given.id),
            reason,
        ),
        "POST /admin/duties": ("ousmane", None, duty),
        "POST /stock/imports": ("aminata", None, {"csv": f"medication,lot,expires_on,quantity\nOr,1,{later},3"}),
        "POST /prescriptions/<uuid:id>/return": ("aminata", held, reason),
        "POST /prescriptions/<uuid:id>/delivery-request": ("awa", held, {"mode": "home", "address": "Ici", "note": ""}),
        "POST /prescriptions/<uuid:id>/delivery-request/acceptance": ("aminata", held, reason),
        "POST /prescriptions/<uuid:id>/delivery-request/refusal": ("aminata", held, reason),
        "POST /prescriptions/<uuid:id>/renewal-request": ("awa", over, {"note": ""}),
        "POST /prescriptions/<uuid:id>/renewal-request/acceptance": ("fatou", over, {"override": ""}),
        "POST /prescriptions/<uuid:id>/renewal-request/refusal": ("fatou", over, reason),
        "POST /stock/receipts": ("aminata", None, receipt),
        "POST /stock/adjustments": ("aminata", None, {"stock_item_id": str(lot), "quantity": -1} | reason),
    }


def spoilt(body):
    """Yield `body` with something nasty in each of its places, one at a time, and in one that it does not have."""
    for name in (*body, "a\0", "no_such_field"):
        yield from (body | {name: nasty} for nasty in NASTY)
    for name in body["lines"][0] if body.get("lines") else ():
        yield from (body | {"lines": [body["lines"][0] | {name: nasty}]} for nasty in NASTY)
    if "data" in body:
        for kind, name in (
            ("vital_signs", "systolic"),
            ("allergy", "substance"),
            ("allergy", "x"),
            ("test_result", "value"),
        ):
            yield from (body | {"kind": kind, "data": {name: nasty}} for nasty in NASTY)


def addressed(call, ids):
    """Return a call with the id, or the ids, in its address."""
    parts = iter(ids if isinstance(ids, tuple) else (ids,))
    return re.sub(r"<uuid:\w+>", lambda _: str(next(parts)), call)


def send(caller, call, body):
    """Send a body without holding the answer against the document: there are two thousand of them."""
    method, path = call.split()
    headers = {"Authorization": f"Bearer {caller.token}"}
    return caller.browser.open(f"/api/v1{path}", method=method, data=json.dumps(body), headers=headers)


@pytest.mark.slow
def test_no_body_whatever_is_a_failure_of_ours_and_a_refused_one_writes_nothing(api, cast):
    known = bodies(cast)
    assert set(known) == {f"{one.method} {one.path}" for one in ENDPOINTS if one.body.model_fields}
    for call, (name, id, body) in known.items():
        caller, before = api(name), rows()
        for wrong in spoilt(body):
            answer = send(caller, addressed(call, id), wrong)
            assert answer.status_code < 500, (call, wrong)
            if answer.status_code < 400 or answer.json.get("errors", {}).keys() & {"pickup_code"} or "sessions" in call:
                before = rows()  # something was taken, or a wrong code or log-in counted
        assert rows() == before, call


def test_no_address_whatever_is_a_failure_of_ours(api, cast):
    names = {"patient": "awa", "doctor": "fatou", "pharmacist": "aminata", "admin": "ousmane"}
    callers, before = {role: api(name) for role, name in names.items()}, None
    for one in ENDPOINTS:
        caller = callers[next(role for role in names if role in one.who.roles)]
        before = before or rows()
        for odd in IN_THE_ADDRESS:
            if "<" in one.path:
                path = re.sub(r"<[^>]+>", odd, one.path)
                assert caller(f"{one.method} {path}").status_code in (400, 404, 422), (one.path, odd)
            for name in one.query.model_fields:
                assert caller(f"{one.method} {one.path}?{name}={odd}").status_code < 500, (one.path, name, odd)
        if "<" in one.path and not one.query.model_fields:
            assert rows() == before, one.path
        else:
            before = None


def test_an_allergy_and_an_ordonnance_written_at_once_come_one_after_the_other(api, cast):
    """The doctor who signs either waits for the allergy, or had signed before it was there: its id says which came first."""
    allergy = {"kind": "allergy", "title": "Allergie", "content": "", "data": {"substance": "Pénicilline"}}
    line = {"medication": "Amoxicilline", "dosage": "500 mg", "quantity": 12}
    mine, doctors = {"patient_id": str(cast.awa.id)}, [api("fatou") for _ in range(4)]
    writes = [partial(doctors[0], "POST /medical-records", mine | allergy)]
    signs = [partial(doctor, "POST /prescriptions", mine | {"lines": [line]}) for doctor in doctors[1:]]
    answers = at_once(*signs, *writes)
    assert sorted({answer.status_code for answer in answers} - {409}) == [201]
    written = db.session.scalars(db.select(Fact).where(Fact.name == "MedicalRecordAdded")).one()
    signed = db.session.scalars(db.select(Fact).where(Fact.name == "PrescriptionIssued")).all()
    assert len(signed) <= 1 and all(fact.id < written.id for fact in signed)


def test_of_200_deliveries_at_once_exactly_one_is_done(api, cast, app):
    it = ordonnances.at(Status.READY, cast)
    call, body = f"POST /api/v1/prescriptions/{it.id}/delivery", {"pickup_code": it.pickup_code}
    tokens = [api(name).token for name in ("aminata", "seynabou")]

    def deliver(number):
        headers = {"Authorization": f"Bearer {tokens[number % 2]}"}
        return lambda: app.test_client().open(call.split()[1], method="POST", json=body, headers=headers)

    answers = at_once(*map(deliver, range(200)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 199}
    assert ordonnances.stock(cast.plateau)["Paracétamol"] == (80, 0)
    assert sum(row.quantity for row in ordonnances.again(it).dispenses) == 21
