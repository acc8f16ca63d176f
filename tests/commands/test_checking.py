"""The checks where an ordonnance is signed, renewed, repeated or gets another line: a reason passes them, and is kept."""

from datetime import timedelta

from fadjma.commands import clock
from fadjma.commands.lines import not_dispense_line, replace_line
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.prescriptions import cancel_prescription, issue_prescription
from fadjma.commands.requests import answer_renewal_request, request_renewal
from fadjma.domain.deadlines import INTERVAL
from fadjma.domain.errors import Conflict
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Prescription
from tests.ordonnances import again, at
from tests.traces import left_by, refused

AMOXICILLIN = Line("Amoxicilline", "500 mg", 12, form="gélule")


def allergic(cast, substance="Pénicilline", **more):
    """Write an allergy into Awa's file."""
    data = {"substance": substance, "severity": "severe"}
    add_medical_record(cast.awa.id, kind="allergy", title="Allergie", content="", data=data, actor=cast.fatou, **more)


def sign(cast, *lines, **terms):
    return issue_prescription(cast.awa.id, lines=list(lines or [AMOXICILLIN]), actor=cast.fatou, **terms)


def newest():
    return db.session.scalars(db.select(Prescription).order_by(Prescription.id.desc())).first()


def test_an_allergy_is_met_and_what_was_found_is_kept_with_the_reason(cast):
    allergic(cast)
    with refused(Conflict, "checks_failed") as caught:
        sign(cast)
    (check,) = caught.value.details["checks"]
    assert (check["line"], check["kind"], check["by"], check["group"]) == (0, "allergy", "class", "penicillins")
    signed = sign(cast, override=" Test cutané négatif ")
    assert (signed.override, signed.alerts) == ("Test cutané négatif", [check])


def test_where_nothing_is_found_nothing_is_asked(cast):
    assert sign(cast).alerts == []


def test_what_she_takes_already_is_asked_about_until_it_is_over(cast):
    first = sign(cast)
    with refused(Conflict, "checks_failed"):
        sign(cast)
    cancel_prescription(first.id, reason="Erreur", actor=cast.fatou)
    assert sign(cast).alerts == []


def test_an_interaction_counts_what_was_handed_over(cast):
    at(Status.DELIVERED, cast, lines=[Line("Salbutamol", "2 mg", 1, form="sirop")])
    with refused(Conflict, "checks_failed") as caught:
        sign(cast, Line("Propranolol", "40 mg", 30))
    (check,) = caught.value.details["checks"]
    assert (check["kind"], check["by"]) == ("interaction", "discouraged") and "2026" in check["source"]


def test_a_reason_given_for_one_alert_does_not_pass_another_that_came_meanwhile(cast):
    sign(cast)
    with refused(Conflict) as caught:
        sign(cast)
    seen = [check["mark"] for check in caught.value.details["checks"]]
    allergic(cast)
    with refused(Conflict, "checks_failed"):
        sign(cast, override="Le même traitement", seen=seen)
    assert len(sign(cast, override="Le même traitement").alerts) == 2


def test_an_allergy_written_at_the_same_moment_is_before_or_after_never_between(cast, at_once):
    """Whichever was first: had the ordonnance not met the allergy, it was signed before the allergy was there."""
    acts = iter([lambda: allergic(cast), lambda: sign(cast)] * 3)
    at_once(6, lambda: next(acts)())
    db.session.rollback()
    for signed in db.session.scalars(db.select(Prescription)).unique():
        assert signed.alerts == []


def test_a_renewal_is_checked_as_a_new_one_but_not_against_itself(cast):
    it = at(Status.DELIVERED, cast, lines=[AMOXICILLIN])
    request_renewal(it.id, actor=cast.awa)
    allergic(cast)
    with refused(Conflict, "checks_failed"):
        answer_renewal_request(it.id, accept=True, actor=cast.fatou)
    renewed = answer_renewal_request(it.id, accept=True, override="Bien toléré", actor=cast.fatou)
    assert (renewed.override, len(renewed.alerts)) == ("Bien toléré", 1)


def test_a_line_in_the_place_of_another_is_checked(cast):
    it = at(Status.VALIDATED, cast)
    not_dispense_line(it.id, it.lines[0].id, reason="out_of_stock", actor=cast.aminata)
    allergic(cast)
    with refused(Conflict, "checks_failed"):
        replace_line(it.id, it.lines[0].id, line=AMOXICILLIN, actor=cast.fatou)
    holder = replace_line(it.id, it.lines[0].id, line=AMOXICILLIN, override="Test négatif", actor=cast.fatou)
    assert [(alert["line"], alert["kind"]) for alert in holder.alerts] == [(holder.lines[-1].position, "allergy")]


REPEATED = (Line("Amoxicilline", "500 mg", 1, repeats=1),)


def test_a_repeat_that_meets_something_new_is_withheld_and_its_people_are_told_once(cast, ears):
    it = at(Status.DELIVERED, cast, lines=REPEATED)
    later = it.status_since + INTERVAL
    allergic(cast)
    told = left_by(lambda: clock.run(later))
    assert told == [("RepeatWithheld", ears(awa=True, fatou=True))]
    assert (newest().id, again(it).repeat_withheld_at) == (it.id, later)
    assert left_by(lambda: clock.run(later + timedelta(minutes=1))) == []


def test_a_repeat_goes_on_where_its_prescriber_has_answered_already(cast):
    allergic(cast)
    it = at(Status.DELIVERED, cast, lines=REPEATED, override="Test négatif")
    clock.run(it.status_since + INTERVAL)
    repeated = newest()
    assert repeated.repeat_of_id == it.id and repeated.override == "Test négatif"
    assert [alert["kind"] for alert in repeated.alerts] == ["allergy"]


def test_the_lines_of_an_ordonnance_are_no_duplicates_of_each_other(cast):
    lines = [Line("Prednisolone", "20 mg", 1), Line("Prednisolone", "5 mg", 1)]
    assert sign(cast, *lines).alerts == []
