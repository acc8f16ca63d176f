"""The doctor prescribes, cancels and answers renewals: the forms, their words kept, and where each leads."""

from datetime import timedelta

import pytest

from fadjma.commands import clock
from fadjma.commands.prescriptions import issue_prescription
from fadjma.commands.requests import request_renewal
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Fact, Prescription
from fadjma.models.types import utcnow
from tests.people import act
from tests.web.live import let_in

LINE = Line("Salbutamol", "100 µg", 1)
TYPED = {
    "lines.0.medication": "Salbutamol",
    "lines.0.dosage": "100 µg",
    "lines.0.quantity": "1",
    "lines.0.instructions": "2 bouffées si besoin",
    "lines.0.substitutable": "1",
    "valid_days": "30",
}


def facts():
    return db.session.scalar(db.select(db.func.count()).select_from(Fact))


def test_who_may_only_read_is_given_no_form_to_write(as_, cast, file):
    let_in(cast, "ibrahima")
    ibrahima = as_("ibrahima")
    page = ibrahima.get(file)
    assert page.status_code == 200 and "Prescrire" not in page.text
    for path in (f"{file}/medical-records/new", f"{file}/prescriptions/new"):
        assert ibrahima.get(path).status_code == 403
    assert act(ibrahima, f"{file}/medical-records", kind="note", title="x", content="y").status_code == 403
    assert act(ibrahima, f"{file}/prescriptions", **TYPED).status_code == 403


def test_lines_come_and_go_and_keep_what_is_typed(fatou, file):
    more = act(fatou, f"{file}/prescriptions/lines", **TYPED, add="1").text
    assert 'name="lines.1.medication"' in more and "2 bouffées si besoin" in more
    two = TYPED | {"lines.1.medication": "Paracétamol", "lines.1.quantity": "2"}
    less = act(fatou, f"{file}/prescriptions/lines", **two, remove="0").text
    assert 'value="Paracétamol"' in less and "Salbutamol" not in less.split("datalist")[0] and "lines.1." not in less


def test_a_wrong_ordonnance_comes_back_whole(fatou, file):
    before = facts()
    typed = TYPED | {"lines.1.medication": "Paracétamol", "lines.1.quantity": "deux", "valid_days": "91"}
    answer = act(fatou, f"{file}/prescriptions", **typed)
    assert answer.status_code == 422
    for said in ("Médicament 2, dosage", "Médicament 2, quantité", "Validité\u00a0:", "2 bouffées", "Paracétamol", "deux"):
        assert said in answer.text
    assert facts() == before


def test_an_ordonnance_is_signed_without_the_lines_left_blank(fatou, file, cast):
    typed = TYPED | {"lines.1.medication": " ", "lines.1.repeats": "0", "pharmacy_id": str(cast.medina.id)}
    answer = act(fatou, f"{file}/prescriptions", **typed)
    signed = db.session.scalars(db.select(Prescription)).one()
    assert answer.headers["HX-Redirect"] == f"/doctor/prescriptions/{signed.id}"
    assert [line.medication for line in signed.lines] == ["Salbutamol"]
    assert (signed.chosen_pharmacy_id, (signed.valid_until - signed.created_at).days) == (cast.medina.id, 30)
    assert signed.lines[0].substitutable is True


def test_an_ordonnance_is_cancelled_for_a_reason(fatou, cast):
    path = f"/doctor/prescriptions/{issue_prescription(cast.awa.id, lines=[LINE], actor=cast.fatou).id}"
    assert fatou.get(f"{path}/cancellation").status_code == 200
    assert act(fatou, f"{path}/cancellation", reason=" ").status_code == 422
    assert act(fatou, f"{path}/cancellation", reason="Erreur de dosage").headers["HX-Redirect"] == path
    assert db.session.scalars(db.select(Prescription)).one().status == Status.CANCELLED
    assert act(fatou, f"{path}/cancellation", reason="Encore").status_code == 409


@pytest.fixture
def renewal(cast):
    """The path of an expired ordonnance of Awa's whose renewal she asks for."""
    then = utcnow() - timedelta(days=2)
    signed = issue_prescription(cast.awa.id, lines=[LINE], valid_days=1, actor=cast.fatou, now=then)
    clock.run()
    request_renewal(signed.id, actor=cast.awa)
    return f"/doctor/prescriptions/{signed.id}"


def test_a_renewal_to_answer_is_on_the_desk_and_its_acceptance_leads_to_the_new_one(fatou, renewal):
    assert "attention" in fatou.get("/doctor/").text
    answer = act(fatou, f"{renewal}/renewal-request/acceptance")
    assert answer.status_code == 204 and answer.headers["HX-Redirect"] not in (renewal, "")
    assert fatou.get(answer.headers["HX-Redirect"]).status_code == 200
    assert act(fatou, f"{renewal}/renewal-request/acceptance").status_code == 409


def test_a_renewal_is_refused_for_a_reason(fatou, renewal):
    assert fatou.get(f"{renewal}/renewal-request/refusal").status_code == 200
    assert act(fatou, f"{renewal}/renewal-request/refusal", reason="").status_code == 422
    assert act(fatou, f"{renewal}/renewal-request/refusal", reason="À revoir").headers["HX-Redirect"] == renewal
