"""The pharmacist's pages: the queue, an ordonnance's acts, the paper, and what each says when something is wrong."""

import re

import pytest

from fadjma.commands.dispensing import claim_prescription, return_prescription
from fadjma.commands.prescriptions import choose_pharmacy, present_prescription
from fadjma.commands.requests import request_delivery
from fadjma.domain.prescriptions import CODE_ATTEMPTS, PRESENTED_AN_HOUR, Status
from fadjma.domain.requests import Answer
from fadjma.domain.signing import Line
from tests.html import check
from tests.ordonnances import again, at, code, issued, stock, wrong
from tests.people import act

HERE = "/pharmacist/prescriptions"


def problem(answer):
    """Return the sentence of a refusal, as the toast says it."""
    return re.search(r'<p class="problem" role="alert">(.*?)</p>', answer.text)[1]


def error(answer, field):
    """Return the sentence at a field of a form that came back."""
    return re.search(rf'id="{field}-error">(.*?)</p>', answer.text)[1]


def test_the_queue_shows_what_waits_what_is_in_hand_and_what_was_finished_today(cast, as_):
    shown = [at(state, cast) for state in (Status.ISSUED, Status.VALIDATED, Status.READY, Status.DELIVERED)]
    hidden = [issued(cast, pharmacy_id=cast.medina.id), issued(cast, pharmacy_id=None), at(Status.CANCELLED, cast)]
    page = as_("aminata").get("/pharmacist/").text
    for it in shown:
        assert f'id="prescription_{it.id}"' in page and f'data-status="{it.status}"' in page
    assert not any(str(it.id) in page for it in hidden)


def test_an_empty_queue_says_what_will_come(cast, as_):
    assert "arriveront ici" in as_("cheikh").get("/pharmacist/").text


@pytest.mark.parametrize("detail", [False, True])
def test_the_whole_way_by_the_buttons_of_a_card_or_of_the_page(cast, as_, detail):
    it, aminata = issued(cast), as_("aminata")
    target = f"prescription_detail_{it.id}" if detail else f"prescription_{it.id}"
    csrf = aminata.get_cookie("csrf_access_token").value
    headers = {"X-CSRF-TOKEN": csrf, "HX-Request": "true", "HX-Target": target}
    for word, act_, status in (
        ("Prendre en charge", "validation", "validated"),
        ("Préparer", "preparation", "in_preparation"),
        ("Tout est prêt", "readiness", "ready"),
    ):
        page = aminata.get(f"{HERE}/{it.id}" if detail else "/pharmacist/").text
        assert word in page and f'hx-post="{HERE}/{it.id}/{act_}"' in page
        answer = aminata.post(f"{HERE}/{it.id}/{act_}", headers=headers)
        assert answer.status_code == 200
        assert f'id="{target}"' in answer.text and f'data-status="{status}"' in answer.text
    answer = aminata.post(f"{HERE}/{it.id}/delivery", headers=headers, data={"pickup_code": code(it.id)})
    assert 'data-status="delivered"' in answer.text
    assert again(it).status == Status.DELIVERED


@pytest.mark.parametrize("name", ["seynabou", "cheikh"])
def test_who_was_slower_is_told_so(cast, as_, name):
    it = issued(cast, pharmacy_id=(cast.plateau if name == "seynabou" else cast.medina).id)
    claim_prescription(it.id, matricule=it.matricule, actor=cast.aminata)
    answer = act(as_(name), f"{HERE}/{it.id}/validation")
    assert answer.status_code == 409
    assert problem(answer).startswith("Quelqu’un a été plus rapide")


def test_a_step_already_taken_is_told_so(cast, as_):
    it = at(Status.READY, cast)
    answer = act(as_("aminata"), f"{HERE}/{it.id}/readiness")
    assert (answer.status_code, problem(answer)) == (409, "Ce n’est plus possible\u00a0: la situation a changé entre-temps.")


def test_what_lacks_in_the_stock_is_named(cast, as_):
    it = at(Status.VALIDATED, cast, [Line("Salbutamol", "100 µg", 1), Line("Quinine", "300 mg", 6)])
    answer = act(as_("aminata"), f"{HERE}/{it.id}/preparation")
    assert answer.status_code == 409
    assert problem(answer).endswith("Il manque\u00a0: Quinine.")


def test_a_wrong_code_stays_in_the_form_with_a_sentence(cast, as_):
    it, aminata = at(Status.READY, cast), as_("aminata")
    typed = wrong(it.pickup_code)
    answer = act(aminata, f"{HERE}/{it.id}/delivery", pickup_code=typed)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#delivery")
    assert error(answer, "pickup_code") == "Ce code de retrait n’est pas le bon."
    assert f'value="{typed}"' in answer.text
    assert "Un code erroné" in aminata.get(f"{HERE}/{it.id}").text
    for _ in range(CODE_ATTEMPTS - 1):
        act(aminata, f"{HERE}/{it.id}/delivery", pickup_code=typed)
    answer = act(aminata, f"{HERE}/{it.id}/delivery", pickup_code=code(it.id))
    assert answer.status_code == 429 and "nouveau code" in problem(answer)
    assert "Cinq codes erronés" in aminata.get(f"{HERE}/{it.id}").text


@pytest.mark.parametrize("reason", ["", "x" * 501])
def test_a_return_without_a_good_reason_comes_back_with_its_words(cast, as_, reason):
    it = at(Status.READY, cast)
    answer = act(as_("aminata"), f"{HERE}/{it.id}/return", reason=reason)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#return")
    assert error(answer, "return_reason") and reason in answer.text
    assert again(it).status == Status.READY


def test_once_returned_the_queue_is_where_to_go(cast, as_):
    it, aminata = at(Status.READY, cast), as_("aminata")
    answer = act(aminata, f"{HERE}/{it.id}/return", reason="Rupture")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/pharmacist/")
    assert aminata.get(f"{HERE}/{it.id}").status_code == 404


def test_a_cancellation_is_accepted_from_the_card(cast, as_):
    it, aminata = at(Status.CANCELLATION_REQUESTED, cast), as_("aminata")
    page = aminata.get("/pharmacist/").text
    assert "Motif\u00a0: Erreur" in page and f'hx-post="{HERE}/{it.id}/cancellation/acceptance"' in page
    assert 'data-status="cancelled"' in act(aminata, f"{HERE}/{it.id}/cancellation/acceptance").text
    assert stock(cast.plateau)["Salbutamol"] == (100, 0)


def test_a_cancellation_is_refused_with_a_reason(cast, as_):
    it, aminata = at(Status.CANCELLATION_REQUESTED, cast), as_("aminata")
    answer = act(aminata, f"{HERE}/{it.id}/cancellation/refusal", reason="")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#cancellation_refusal")
    assert error(answer, "cancellation_reason") == "Ce champ est nécessaire."
    assert 'data-status="ready"' in act(aminata, f"{HERE}/{it.id}/cancellation/refusal", reason="Remis").text


def test_a_request_for_delivery_is_a_card_to_be_answered(cast, as_):
    it, aminata = at(Status.READY, cast), as_("aminata")
    request_delivery(it.id, mode="home", address="Rue 10", note="Le soir", actor=cast.awa)
    page = aminata.get("/pharmacist/").text
    assert "À traiter\u00a0: Livraison à domicile" in page and "Rue 10" in page and "attention" in page
    answer = act(aminata, f"{HERE}/{it.id}/delivery-request/refusal", reason="x" * 501)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#delivery_refusal")
    assert act(aminata, f"{HERE}/{it.id}/delivery-request/acceptance").status_code == 200
    assert again(it).requests[0].status == Answer.ACCEPTED
    answer = act(aminata, f"{HERE}/{it.id}/delivery-request/refusal", reason="Trop loin")
    assert answer.status_code == 409


def test_a_refused_delivery_is_said_to_the_patient(cast, as_):
    it = at(Status.READY, cast)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    assert act(as_("aminata"), f"{HERE}/{it.id}/delivery-request/refusal", reason="Fermé demain").status_code == 200
    assert "Fermé demain" in as_("awa").get(f"/patient/prescriptions/{it.id}").text


def test_another_pharmacy_finds_nothing(cast, as_):
    it, cheikh = at(Status.CANCELLATION_REQUESTED, cast), as_("cheikh")
    assert cheikh.get(f"{HERE}/{it.id}").status_code == 404
    for place in ("preparation", "readiness", "delivery", "return", "cancellation/acceptance", "delivery-request/refusal"):
        assert act(cheikh, f"{HERE}/{it.id}/{place}", reason="Non", pickup_code="1").status_code == 404


# The paper


def test_a_paper_is_read_then_claimed(cast, as_):
    it, cheikh = issued(cast, pharmacy_id=None), as_("cheikh")
    page = cheikh.get(f"/pharmacist/papers?matricule=%20{it.matricule.lower()}").text
    assert all(said in page for said in (it.matricule, "Awa Ndiaye", "Dr Fatou Diop", "Salbutamol", "Prendre en charge"))
    answer = act(cheikh, f"/pharmacist/papers/{it.id}/validation", matricule=it.matricule)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"{HERE}/{it.id}")
    assert again(it).claiming_pharmacy_id == cast.medina.id


def test_a_paper_of_ones_own_leads_to_its_page_and_anothers_says_so(cast, as_):
    it = at(Status.VALIDATED, cast)
    address = f"/pharmacist/papers?matricule={it.matricule}"
    assert f'href="{HERE}/{it.id}"' in as_("seynabou").get(address).text
    page = as_("cheikh").get(address).text
    assert "Une autre pharmacie" in page and "/validation" not in page


def test_an_unknown_paper_is_asked_for_again(cast, as_):
    for matricule in ("ORD-20261122-00000000", '"><script>', "x" * 2000):
        answer = as_("cheikh").get("/pharmacist/papers", query_string={"matricule": matricule})
        assert answer.status_code == 404
        assert error(answer, "matricule") == "Aucune ordonnance en cours ne porte ce matricule."
    assert as_("cheikh").get("/pharmacist/papers").status_code == 200


def test_too_many_papers_in_an_hour_are_refused(cast, as_):
    it = issued(cast)
    for _ in range(PRESENTED_AN_HOUR):
        present_prescription(it.matricule, actor=cast.cheikh)
    answer = as_("cheikh").get(f"/pharmacist/papers?matricule={it.matricule}")
    assert answer.status_code == 429 and "Trop d’essais" in error(answer, "matricule")


def test_a_paper_claimed_with_another_matricule_is_not_there(cast, as_):
    it = issued(cast)
    for matricule in ("", "ORD-20261122-00000000"):
        answer = act(as_("cheikh"), f"/pharmacist/papers/{it.id}/validation", matricule=matricule)
        assert answer.status_code == 404
    answer = act(as_("aminata"), f"/pharmacist/papers/{it.id}/validation", matricule="ORD-20261122-00000000")
    assert answer.status_code == 404


def test_a_fragment_of_the_queue_holds_nothing_before_the_claim(cast, as_):
    it = issued(cast)
    card = re.search(rf'<li id="prescription_{it.id}".*?</li>', as_("aminata").get("/pharmacist/").text, re.S)[0]
    said = " ".join(check(card, fragment=True).root.itertext()).split()
    assert said[:2] == ["Ordonnance", f"…{it.matricule[-4:]}"]
    assert not {"Awa", "Ndiaye", "Fatou", "Diop", "Salbutamol", it.matricule} & set(said)


def test_one_that_came_back_is_as_closed_as_a_new_one(cast, as_):
    it = at(Status.READY, cast)
    return_prescription(it.id, reason="Rupture", actor=cast.aminata)
    choose_pharmacy(it.id, cast.plateau.id, actor=cast.awa)
    aminata = as_("aminata")
    for page in ("/pharmacist/", f"{HERE}/{it.id}", "/notifications"):
        shown = aminata.get(page).text
        assert not any(secret in shown for secret in ("Awa", "Ndiaye", "Salbutamol", "Rupture", it.matricule))


def test_the_camera_is_for_the_pages_that_read_a_paper_alone(as_, cast):
    aminata = as_("aminata")
    policies = {
        path: aminata.get(path).headers["Permissions-Policy"]
        for path in ("/pharmacist/", "/pharmacist/papers", "/pharmacist/stock", "/account", "/verify/ORD-1")
    }
    assert [policy.partition(",")[0] for policy in policies.values()] == ["camera=(self)"] * 2 + ["camera=()"] * 3
