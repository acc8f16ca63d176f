"""An ordonnance on everybody's screens: each step reaches those it concerns, as a reload would show it, and nobody else."""

import json

import pytest

from fadjma.commands import prescriptions as acts
from fadjma.commands import requests
from fadjma.domain.errors import WrongCode
from fadjma.domain.prescriptions import Status
from fadjma.extensions import db
from fadjma.models import Prescription
from tests.ordonnances import again, at, code, issued, wrong
from tests.web.screens import Screens, kinds

PARTIES = ("awa", "fatou", "aminata", "seynabou", "cheikh")
STRANGERS = ("moussa", "ibrahima", "ousmane")
CHANGED = "prescription_status_changed"
SECRETS = ("Awa", "Ndiaye", "Fatou", "Diop", "albutamol", "paracetamol", "100 µg", "Deux bouff")


@pytest.fixture
def screens(cast, as_, listening):
    """Everybody with a page open."""
    return Screens(cast, as_, listening, PARTIES + STRANGERS)


def both(kind):
    """Return what the two pharmacists of the Plateau hear."""
    kinds = kind if isinstance(kind, list) else [kind]
    return {"aminata": kinds, "seynabou": kinds}


def all_of_us(kind):
    return {"awa": [kind], "fatou": [kind], **both(kind)}


def test_the_story_of_one_from_its_signature_to_its_delivery(cast, screens):
    ids = []
    assert kinds(screens.after(lambda: ids.append(issued(cast).id))) == all_of_us("new_prescription")
    id = ids[0]
    lots = ["inventory_updated", "inventory_updated", CHANGED]
    steps = [
        (lambda: acts.claim_prescription(id, actor=cast.aminata), all_of_us(CHANGED)),
        (lambda: acts.prepare_prescription(id, actor=cast.aminata), all_of_us(CHANGED) | both(lots)),
        (lambda: acts.make_prescription_ready(id, actor=cast.seynabou), all_of_us(CHANGED)),
        (
            lambda: requests.request_delivery(id, mode="home", address="Rue 10", actor=cast.awa),
            {"awa": ["delivery_requested"], **both("delivery_requested")},
        ),
        (lambda: requests.answer_delivery_request(id, accept=True, actor=cast.aminata), all_of_us(CHANGED)),
        (
            lambda: acts.deliver_prescription(id, pickup_code=code(id), actor=cast.aminata),
            all_of_us(CHANGED) | both(lots),
        ),
        (
            lambda: requests.request_renewal(id, note="Encore", actor=cast.awa),
            {"awa": ["renewal_requested"], "fatou": ["renewal_requested"]},
        ),
        (
            lambda: requests.answer_renewal_request(id, accept=True, actor=cast.fatou),
            {"awa": ["new_prescription", CHANGED], "fatou": ["new_prescription", CHANGED], **both("new_prescription")},
        ),
    ]
    for act, expected in steps:
        assert kinds(screens.after(act)) == expected


def test_a_cancellation_asked_refused_asked_again_and_accepted(cast, screens):
    id = at(Status.IN_PREPARATION, cast).id
    screens.news()
    for act, lots in (
        (lambda: acts.cancel_prescription(id, reason="Erreur", actor=cast.fatou), 0),
        (lambda: acts.answer_cancellation(id, accept=False, reason="Déjà prêt", actor=cast.aminata), 0),
        (lambda: acts.cancel_prescription(id, reason="Erreur grave", actor=cast.fatou), 0),
        (lambda: acts.answer_cancellation(id, accept=True, actor=cast.aminata), 2),
    ):
        expected = all_of_us(CHANGED) | both(["inventory_updated"] * lots + [CHANGED])
        assert kinds(screens.after(act)) == expected


def test_one_given_back_leaves_the_pharmacy_and_comes_to_the_next(cast, screens):
    id = at(Status.READY, cast).id
    screens.news()
    news = screens.after(lambda: acts.return_prescription(id, reason="Rupture", actor=cast.awa))
    assert kinds(news) == all_of_us(CHANGED) | both(["inventory_updated", "inventory_updated", "void"])
    chosen = screens.after(lambda: acts.choose_pharmacy(id, cast.medina.id, actor=cast.awa))
    assert kinds(chosen) == {"awa": [CHANGED], "fatou": [CHANGED], "cheikh": [CHANGED]}
    (frame,) = chosen["cheikh"]
    assert frame["notify"] and frame["swaps"][0]["list"] == "prescriptions" and frame["swaps"][0]["html"]


def test_a_changed_choice_moves_the_card(cast, screens):
    id = issued(cast).id
    screens.news()
    news = screens.after(lambda: acts.choose_pharmacy(id, cast.medina.id, actor=cast.awa))
    assert kinds(news) == all_of_us(CHANGED) | both("void") | {"cheikh": [CHANGED]}


def test_the_faster_pharmacy_takes_the_card_from_the_chosen_one(cast, screens):
    it = issued(cast)
    screens.news()
    news = screens.after(lambda: acts.claim_prescription(it.id, matricule=it.matricule, actor=cast.cheikh))
    assert kinds(news) == all_of_us(CHANGED) | both("void") | {"cheikh": [CHANGED]}
    for frame in news["aminata"]:
        assert set(frame) == {"stream", "seq", "event_id", "void", "swaps"}
        assert [swap["html"] for swap in frame["swaps"]] == ["", ""]


def test_a_cancelled_or_expired_one_leaves_the_queue(cast, screens):
    for end in (
        lambda it: acts.cancel_prescription(it.id, reason="Erreur", actor=cast.fatou),
        lambda it: acts.expire_prescription(it.id, now=it.valid_until),
    ):
        it = issued(cast)
        screens.news()
        assert kinds(screens.after(lambda: end(it))) == all_of_us(CHANGED) | both("void")  # noqa: B023  (run at once)


def test_wrong_codes_reach_the_patient_and_a_new_one_the_pharmacy(cast, screens):
    it = at(Status.READY, cast)
    screens.news()

    def fail():
        with pytest.raises(WrongCode):
            acts.deliver_prescription(it.id, pickup_code=wrong(again(it).pickup_code), actor=cast.aminata)

    for left in (4, 3, 2, 1, 0):
        news = screens.after(fail)
        assert kinds(news) == {"awa": ["notification"], **both("notification")}
        assert [frame["data"]["attempts_left"] for frame in news["awa"]] == [left]
        assert [frame["notify"] for name in ("awa", "aminata") for frame in news[name]] == [True, False]
    news = screens.after(lambda: acts.renew_pickup_code(it.id, actor=cast.awa))
    assert kinds(news) == {"awa": ["notification"], **both("notification")}


def test_a_paper_read_reaches_the_patient_alone(cast, screens):
    it = issued(cast, pharmacy_id=None)
    screens.news()
    assert kinds(screens.after(lambda: acts.present_prescription(it.matricule, actor=cast.cheikh))) == {
        "awa": ["notification"]
    }


def test_before_it_claims_a_pharmacy_learns_neither_patient_nor_drug_nor_matricule(cast, screens):
    ids = []
    news = screens.after(lambda: ids.append(issued(cast).id))
    matricule, browser = db.session.get(Prescription, ids[0]).matricule, screens.browsers["aminata"]
    pages = ("/pharmacist/", f"/pharmacist/prescriptions/{ids[0]}", "/notifications")
    seen = json.dumps(news["aminata"], ensure_ascii=False) + "".join(browser.get(page).text for page in pages)
    assert matricule[-4:] in seen and "2 lignes" in seen and "Dakar" in seen
    assert [secret for secret in (*SECRETS, matricule) if secret in seen] == []
    claimed = screens.after(lambda: acts.claim_prescription(ids[0], actor=cast.aminata))["aminata"]
    assert all(secret in json.dumps(claimed) for secret in ("Awa Ndiaye", "Fatou Diop", "Salbutamol", "paracetamol"))


def test_an_offer_to_all_says_town_time_and_number_of_lines_alone(cast, screens):
    news = screens.after(lambda: issued(cast, pharmacy_id=None))
    assert kinds(news) == {name: ["new_prescription"] for name in PARTIES}
    for name in ("aminata", "seynabou", "cheikh"):
        (frame,) = news[name]
        assert frame["data"] == {"town": "Dakar", "lines": 2}
        assert [swap["list"] for swap in frame["swaps"]] == ["notifications"]
        text = json.dumps(frame, ensure_ascii=False)
        assert [secret for secret in (*SECRETS, "ORD-", "/prescriptions/") if secret in text] == []


def test_only_the_patients_screens_ever_show_the_code(cast, screens):
    it = at(Status.VALIDATED, cast)
    secret = it.pickup_code
    screens.news()
    news = screens.after(lambda: acts.prepare_prescription(it.id, actor=cast.aminata))
    assert secret in json.dumps(news["awa"])
    assert all(secret not in json.dumps(news[name]) for name in ("fatou", "aminata", "seynabou"))
    assert all(secret not in frame["title"] + frame["message"] + json.dumps(frame["data"]) for frame in news["awa"])
