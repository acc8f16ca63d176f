"""Who gets what from every route of the application: matrix.txt, a row a route, a column a member of the cast.

A route that is not in the matrix fails, and so does a row that refuses people without showing somebody who is let in.
"""

import re
import shutil
import sqlite3
from io import BytesIO

import pytest
from flask_jwt_extended import decode_token
from flask_migrate import upgrade
from werkzeug.routing import Rule

from fadjma import create_app
from fadjma.commands.locks import keep_pin
from fadjma.commands.passwords import hash_pin
from fadjma.commands.sessions import start_session
from fadjma.extensions import db
from fadjma.models import User
from tests import people
from tests.architecture import ROOT
from tests.clinic import SPARE, bodies, form, open_clinic
from tests.push_service import Phone

COLUMNS = (None, "awa", "moussa", "fatou", "ibrahima", "aminata", "cheikh", "ousmane", "ndeye")
READ = [line.split() for line in (ROOT / "tests/matrix.txt").read_text().splitlines() if line and not line.startswith("#")]
ROWS = {f"{method} {rule}": (subject, [*map(int, statuses)]) for method, rule, subject, *statuses in READ}
PIN = "4071"  # Awa's, and her delegate's
PROVED = {"pin": PIN, "password": people.PASSWORD}
ONES_OWN = {"device", "notice", "marked"}  # of Awa's that who follows her file does not touch: devices, what she has read
OWN_FORMS = {
    "POST /patient/delegations": {"delegate": SPARE, "bond": "mon frère", "password": people.PASSWORD},
    "POST /account/pin": PROVED,
    "POST /account/pin/removal": PROVED,
    "POST /lock/opening": PROVED,
    "POST /pharmacist/prescriptions/<uuid:id>/lines/<uuid:line_id>/non-dispensing": {"reason": "refused"},
    "POST /pharmacist/stock/imports": lambda: {
        "csv": (BytesIO(b"medication,lot,expires_on,quantity\nOr,1,2099-01-01,3"), "a.csv")
    },
    "POST /doctor/medical-records/<uuid:id>/attachments": lambda: {"file": (BytesIO(b"%PDF-1.7"), "b.pdf")},
    "POST /api/v1/medical-records/<uuid:id>/attachments": lambda: {"file": (BytesIO(b"%PDF-1.7"), "b.pdf")},
    "POST /account/push-subscription": Phone("phone").form,
    "POST /account/language": {"language": "en"},
    "POST /login": {"login": "awa@fadjma.example", "password": people.PASSWORD},
    "POST /doctor/patients/<uuid:id>/emergency": {"reason": "Coma", "reason_code": "other", "password": people.PASSWORD},
}
REFUSED = {401, 403, 404}
PARAMETER = re.compile(r"<uuid:(\w+)>")  # `id` is the row's subject; another is a part of it: `short.line_id`


class Clinic:
    """An application whose database goes back to what it was before each call, and the tokens of its people."""

    def __init__(self, place):
        self.place, self.kept = place, place.with_suffix(".kept")
        self.app = create_app("testing")
        with self.app.app_context():
            cast = people.hire()
            self.things = open_clinic(cast)
            for locking in (cast.awa, db.session.get(User, self.things["delegate"])):
                keep_pin(hash_pin(PIN), minutes=15, actor=locking)
            self.tokens = {name: start_session(device="", address="", actor=getattr(cast, name)) for name in COLUMNS[1:]}
            for name in ("delegate", "former"):
                actor = db.session.get(User, self.things[name])
                self.tokens[name] = start_session(device="", address="", actor=actor)
            self.csrf = {name: self._csrf(signed) for name, signed in self.tokens.items()}
        self._settle()
        shutil.copy(place, self.kept)
        self.form, self.bodies = form(self.things), bodies(self.things)

    def _csrf(self, signed):
        return {kind: decode_token(token)["csrf"] for kind, token in _tokens(signed).items()}

    def _settle(self):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        connection = sqlite3.connect(self.place)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def restore(self):
        """Undo whatever the last call wrote."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for left in ("-wal", "-shm"):
            self.place.with_name(self.place.name + left).unlink(missing_ok=True)
        shutil.copy(self.kept, self.place)

    def status(self, call, subject, name):
        """Return the status that `name` gets from `call` about `subject`, every time as if it were the first."""
        method, rule = call.split()
        answer = (self._program if rule.startswith("/api/") else self._browser)(method, rule, subject, name)
        if answer.status_code < 400:
            self.restore()
        return answer.status_code

    def _address(self, rule, subject):
        if "<version>" in rule:
            return self.app.jinja_env.globals["asset"]("css/patient.css")
        name, _, query = subject.partition("?")
        path = PARAMETER.sub(lambda one: str(self.things.get(name if one[1] == "id" else f"{name}.{one[1]}")), rule)
        path = path.replace("<matricule>", self.things["matricule"])
        return f"{path}?{query.format(**self.things)}"

    def _program(self, method, rule, subject, name):
        kind = "refresh_token" if rule.endswith("/sessions/refresh") else "access_token"
        headers = {"Authorization": f"Bearer {getattr(self.tokens[name], kind)}"} if name else {}
        body, file = self.bodies.get(f"{method} {rule}"), OWN_FORMS.get(f"{method} {rule}")
        sent = {"data": file()} if file else {"json": body}
        return self.app.test_client().open(self._address(rule, subject), method=method, headers=headers, **sent)

    def _browser(self, method, rule, subject, name):
        client, headers = self.app.test_client(), {}
        if name:
            for kind, token in _tokens(self.tokens[name]).items():
                client.set_cookie(f"{kind}_token_cookie", token)
            headers["X-CSRF-TOKEN"] = self.csrf[name]["refresh" if rule == "/session/refresh" else "access"]
        sent = None
        if method == "POST":
            headers["HX-Request"] = "true"
            sent = OWN_FORMS.get(f"{method} {rule}", self.form)
            sent = sent() if callable(sent) else sent
        return client.open(self._address(rule, subject), method=method, headers=headers, data=sent)


def _tokens(signed):
    return {"access": signed.access_token, "refresh": signed.refresh_token}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """One clinic for the whole matrix."""
    place = tmp_path_factory.mktemp("matrix") / "clinic.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FADJMA_DATABASE_URL", f"sqlite:///{place}")
        app = create_app("testing")
        with app.app_context():
            upgrade()
            db.engine.dispose()
        yield Clinic(place)


def routes(app):
    """Return every call the application answers."""
    return {f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}


@pytest.mark.parametrize("call", ROWS)
def test_everyone_gets_what_is_theirs_and_nothing_else(clinic, call):
    subject, expected = ROWS[call]
    got = [clinic.status(call, subject, name) for name in COLUMNS]
    assert dict(zip(COLUMNS, got, strict=True)) == dict(zip(COLUMNS, expected, strict=True))


@pytest.mark.parametrize("call", [call for call, (_, row) in ROWS.items() if row[1] < 400])
def test_who_follows_awas_file_gets_what_she_gets_and_who_did_gets_what_a_stranger_does(clinic, call):
    subject, (_, awa, moussa, *_) = ROWS[call]
    assert clinic.status(call, subject, "delegate") == (moussa if subject in ONES_OWN else awa)
    if awa != moussa:
        assert clinic.status(call, subject, "former") == moussa


def test_every_route_has_its_row(app):
    assert routes(app) - set(ROWS) == set()
    assert set(ROWS) - routes(app) == set()
    assert len(ROWS) == len(READ)
    app.url_map.add(Rule("/forgotten", methods=["GET"], endpoint="forgotten"))
    assert routes(app) - set(ROWS) == {"GET /forgotten"}


def test_whoever_is_refused_is_refused_what_somebody_gets():
    assert [call for call, (_, row) in ROWS.items() if REFUSED & set(row) and not any(s < 400 for s in row)] == []


def test_no_row_expects_a_failure_of_ours():
    assert not [call for call, (_, row) in ROWS.items() if max(row) >= 500 or len(row) != len(COLUMNS)]
