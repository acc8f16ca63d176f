"""A line that cannot be dispensed, and its prescriber's answer: rows and journal together; a refusal writes nothing."""

import pytest

from fadjma.commands.access_requests import decide_access_request
from fadjma.commands.dispensing import prepare_prescription, return_prescription
from fadjma.commands.lines import leave_line, not_dispense_line, replace_line
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.prescriptions import deliver_prescription, make_prescription_ready
from fadjma.domain.access_requests import Status as Access
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.domain.prescriptions import LineStatus, Status
from fadjma.domain.signing import Line
from fadjma.models import Prescription
from tests.ordonnances import LINES, again, at, code, reservations, short
from tests.traces import left_by, refused

NEW = Line("Azithromycine", "500 mg", 3)


def leave_out(cast, it, reason="out_of_stock", actor=None):
    return not_dispense_line(it.id, again(it).lines[0].id, reason=reason, actor=actor or cast.aminata)


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.IN_PREPARATION, Status.READY])
def test_patient_and_prescriber_are_told_at_once(cast, ears, state):
    it = at(state, cast)
    told = left_by(lambda: leave_out(cast, it))
    assert told[-1] == ("LineNotDispensed", ears(awa=True, fatou=True, plateau=False))
    it = again(it)
    assert (it.status, it.lines[0].status, it.lines[0].why_not) == (state, LineStatus.NOT_DISPENSED, "out_of_stock")
    assert len(reservations()) == (0 if state == Status.VALIDATED else 1)


@pytest.mark.parametrize("name", ["awa", "moussa", "fatou", "ibrahima", "cheikh", "ousmane"])
def test_nobody_but_the_pharmacy_leaves_a_line_out(cast, name):
    it = at(Status.READY, cast)
    with refused(Forbidden if name in ("awa", "fatou") else NotFound):
        leave_out(cast, it, actor=getattr(cast, name))


def test_a_line_that_is_not_its_own_is_not_there(cast):
    one, other = at(Status.READY, cast), short(cast, LINES, override="Suite")
    with refused(NotFound):
        not_dispense_line(one.id, other.lines[0].id, reason="refused", actor=cast.aminata)


def test_frozen_nothing_is_left_out(cast):
    it = at(Status.CANCELLATION_REQUESTED, cast)
    with refused(Conflict):
        leave_out(cast, it)


def test_the_doctor_replaces_it_in_one_act_and_the_pharmacy_goes_on(cast, ears):
    it = short(cast)
    told = left_by(lambda: replace_line(it.id, it.lines[0].id, line=Line("Amoxicilline", "500 mg", 9), actor=cast.fatou))
    assert told == [("LineReplaced", ears(awa=True, fatou=False, plateau=True))]
    old, _, new = again(it).lines
    assert (old.replaced_by_id, old.answered_at is not None, new.status) == (new.id, True, LineStatus.OPEN)
    prepare_prescription(it.id, actor=cast.aminata)
    make_prescription_ready(it.id, actor=cast.aminata)
    deliver_prescription(it.id, pickup_code=code(it.id), actor=cast.aminata)
    assert again(it).status == Status.DELIVERED
    assert [line.delivered for line in again(it).lines] == [0, 20, 9]


def test_once_it_is_over_the_line_comes_on_an_ordonnance_of_its_own(cast, ears):
    it = short(cast)
    line = it.lines[0].id
    prepare_prescription(it.id, actor=cast.aminata)
    make_prescription_ready(it.id, actor=cast.aminata)
    deliver_prescription(it.id, pickup_code=code(it.id), actor=cast.aminata)
    new = replace_line(it.id, line, line=NEW, actor=cast.fatou)
    assert (new.id != it.id, new.status, new.chosen_pharmacy_id) == (True, Status.ISSUED, cast.plateau.id)
    assert again(it).lines[0].replaced_by_id == again(new).lines[0].id
    assert again(it).status == Status.DELIVERED


def test_the_doctor_may_leave_it_at_that(cast, ears):
    it = short(cast)
    told = left_by(lambda: leave_line(it.id, it.lines[0].id, actor=cast.fatou))
    assert told == [("LineReplaced", ears(awa=True, fatou=False, plateau=True))]
    for act in (leave_line, lambda *ids, actor: replace_line(*ids, line=NEW, actor=actor)):
        with refused(Conflict, "line_not_waiting"):
            act(it.id, again(it).lines[0].id, actor=cast.fatou)


def test_a_replacement_passes_the_checks_of_every_signature(cast):
    it = short(cast)
    said = {"substance": "Pénicilline", "severity": "severe", "reaction": "Œdème"}
    add_medical_record(cast.awa.id, kind="allergy", title="Pénicilline", content="", data=said, actor=cast.fatou)
    line = Line("Amoxicilline", "500 mg", 9)
    with refused(Conflict, "checks_failed") as caught:
        replace_line(it.id, it.lines[0].id, line=line, actor=cast.fatou)
    assert caught.value.details["checks"]
    replace_line(it.id, again(it).lines[0].id, line=line, override="Tolérée en 2025", actor=cast.fatou)
    assert "Tolérée en 2025" in again(it).override


def test_what_is_wrong_with_it_is_named_at_its_field(cast):
    it = short(cast)
    with refused(Invalid) as caught:
        replace_line(it.id, it.lines[0].id, line=Line("", "1 g", 0), actor=cast.fatou)
    assert caught.value.errors == {"lines.0.medication": "required", "lines.0.quantity": "quantity_out_of_range"}


@pytest.mark.parametrize("name", ["awa", "moussa", "ibrahima", "aminata", "cheikh", "ousmane"])
def test_nobody_but_the_prescriber_answers(cast, name):
    it = short(cast)
    for act in (leave_line, lambda *ids, actor: replace_line(*ids, line=NEW, actor=actor)):
        with refused(Forbidden if name in ("awa", "aminata") else NotFound):
            act(it.id, again(it).lines[0].id, actor=getattr(cast, name))


def test_a_doctor_whose_access_was_cut_replaces_nothing(cast):
    it = short(cast)
    decide_access_request(cast.grant.id, Access.REVOKED, actor=cast.awa)
    with refused(Forbidden, "no_write_access"):
        replace_line(it.id, it.lines[0].id, line=NEW, actor=cast.fatou)


def test_a_line_that_one_pharmacy_lacked_is_open_again_for_the_next(cast):
    it = short(cast)
    leave_second = again(it).lines[1].id
    not_dispense_line(it.id, leave_second, reason="refused", actor=cast.aminata)
    return_prescription(it.id, reason="Rupture", actor=cast.awa)
    assert [line.status for line in again(it).lines] == [LineStatus.OPEN, LineStatus.NOT_DISPENSED]
    assert Prescription.query.count() == 1
