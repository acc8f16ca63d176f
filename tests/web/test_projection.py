"""Who may see what: through the life of one ordonnance, everything that anybody is shown, sent or told, against one table.

The words looked for are ones that nothing else says. What is looked through: every page and call of the API that answers,
with the ordonnance's id, the patient's id and no id, and every event heard from the beginning.
"""

import json
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.sessions import start_session
from fadjma.commands.stock import receive_stock
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from tests import ordonnances
from tests.people import PEOPLE

DRUG, DIAGNOSIS, ADVICE = "Zorbimycine", "Xanthodermie", "Au coucher du soleil"
STAGES = (Status.ISSUED, Status.VALIDATED, Status.IN_PREPARATION, Status.READY, Status.DELIVERED)
PLATEAU = {"aminata", "seynabou"}
HELD = {"drug", "advice", "patient", "matricule"}  # what the pharmacy sees that holds it
ALL_BUT_CODE = HELD | {"diagnosis"}


def allowed(name, stage):
    """Return what `name` may have seen by `stage`, written down apart from the code that decides it."""
    if name == "awa":
        return ALL_BUT_CODE | {"code"}
    if name == "fatou":
        return ALL_BUT_CODE
    if name in PLATEAU:
        return {"drug"} if stage == Status.ISSUED else HELD  # it has the drug in stock
    return {"patient"} if name in {"ousmane", "ibrahima"} else set()  # an admin: who, when; any doctor: whom they may ask


@pytest.fixture
def seen(app, cast, as_, listening):
    """Return seen(name, ordonnance) → everything `name` is shown now, and was told so far."""
    app.test_client_class = FlaskClient  # fragments are asked for like pages here, and are none
    browsers = {name: as_(name) for name in PEOPLE if name != "ndeye"}
    ears = {name: listening(browser) for name, browser in browsers.items()}
    tokens = {name: start_session(device="", address="", actor=getattr(cast, name)).access_token for name in browsers}
    heard = dict.fromkeys(browsers, "")
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]

    def look(name, ordonnance):
        heard[name] += json.dumps(ears[name].get_received(), ensure_ascii=False)
        shown = [heard[name]]
        for rule in rules:
            for path in _paths(rule, ordonnance, name):
                api = rule.rule.startswith("/api/")
                headers = {"Authorization": f"Bearer {tokens[name]}"} if api else {}
                visitor = app.test_client() if api else browsers[name]
                answer = visitor.get(path, headers=headers)
                if answer.status_code == 200 and not answer.mimetype.startswith(("image/", "font/", "application/pdf")):
                    shown.append(f"\n{path}\n{answer.text}")
        heard[name] += json.dumps(ears[name].get_received(), ensure_ascii=False)
        return "".join(shown)

    return look


def _paths(rule, ordonnance, name):
    """Return the addresses of a route that could have to do with the ordonnance; not the open file of a doctor's patient."""
    apart = rule.rule.startswith(("/socket.io", "/static", "/metrics")) or "logout" in rule.rule
    if apart or rule.arguments - {"id", "matricule"}:
        return []
    if "matricule" in rule.arguments:
        return []  # the paper in hand: a right of its own, tested with it
    if "id" in rule.arguments:
        return [rule.rule.replace("<uuid:id>", str(id)) for id in (ordonnance.id, ordonnance.patient_id)]
    return [rule.rule, f"{rule.rule}?patient_id={ordonnance.patient_id}"] if "medical-records" in rule.rule else [rule.rule]


def found(text, it, code):
    """Return which of the things looked for `text` says."""
    words = {"drug": DRUG, "advice": ADVICE, "diagnosis": DIAGNOSIS, "patient": it.patient.name, "matricule": it.matricule}
    said = {what for what, word in words.items() if word in text}
    return said | ({"code"} if code and (f">{code}<" in text or f'"{code}"' in text) else set())


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_is_shown_more_than_the_table_says(cast, seen, stage):
    add_medical_record(cast.awa.id, kind="note", title=DIAGNOSIS, content=DIAGNOSIS, actor=cast.fatou)
    receive_stock(medication=DRUG, lot="Z1", expires_on=date.today() + timedelta(days=300), quantity=6, actor=cast.aminata)
    line = Line(DRUG, "250 mg", 6, form="Gélule", instructions=ADVICE)
    it = ordonnances.at(stage, cast, lines=(line,))
    code = it.pickup_code
    for name in set(PEOPLE) - {"ndeye"}:
        saw = found(seen(name, it), it, code)
        assert saw <= allowed(name, stage), (name, saw - allowed(name, stage))
        if name in {"awa", "fatou"}:
            assert {"drug", "matricule"} <= saw, name
        if name in PLATEAU and stage != Status.ISSUED:
            assert {"drug", "patient"} <= saw, name
