"""Who is not concerned hears nothing: every act, with the whole cast listening, told to exactly those it should be."""

from datetime import date, timedelta

import pytest

from fadjma.commands import clock
from fadjma.commands.access_requests import cancel_access_request, decide_access_request, request_access
from fadjma.commands.accounts import administer_account, register
from fadjma.commands.attachments import add_attachment, read_attachment
from fadjma.commands.delegations import begin_delegation, end_delegation
from fadjma.commands.emergencies import begin_emergency, close_emergency, contest_emergency, review_emergency
from fadjma.commands.lines import leave_line, not_dispense_line
from fadjma.commands.medical_records import add_medical_record, amend_medical_record, read_medical_record
from fadjma.commands.notifications import announce, read_all_notifications
from fadjma.commands.prescriptions import claim_prescription, issue_prescription
from fadjma.commands.readings import begin_reading
from fadjma.commands.stock import receive_stock
from fadjma.domain.access_requests import Status
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.prescriptions import Status as Stands
from fadjma.domain.signing import Line
from tests import ordonnances
from tests.people import PEOPLE, told

PLATEAU = {"aminata", "seynabou"}
PHARMACISTS = {*PLATEAU, "cheikh"}


@pytest.fixture
def hearing(as_, listening, cast):
    """Return hearing() → the names of those who have heard something since it was last asked."""
    ears = {name: listening(as_(name)) for name in PEOPLE}

    def who():
        return {name for name, ear in ears.items() if ear.is_connected() and told(ear)}

    who()
    return who


def test_access(cast, hearing):
    asked = {"reason": "Toux", "level": "read", "days": 30}
    request = request_access(cast.moussa.id, **asked, actor=cast.ibrahima)
    assert hearing() == {"moussa", "ibrahima"}
    cancel_access_request(request.id, actor=cast.ibrahima)
    assert hearing() == {"moussa", "ibrahima"}
    request = request_access(cast.moussa.id, **asked, actor=cast.ibrahima)
    for decision in (Status.APPROVED, Status.REVOKED):
        hearing()
        decide_access_request(request.id, decision, actor=cast.moussa)
        assert hearing() == {"moussa", "ibrahima"}


def test_an_emergency(cast, hearing):
    why = {"reason": "Coma", "reason_code": "other"}
    opened = begin_emergency(cast.moussa.id, **why, actor=cast.ibrahima)
    assert hearing() == {"moussa", "ibrahima", "ousmane"}
    begin_reading(cast.moussa.id, actor=cast.ibrahima)
    assert hearing() == {"moussa"}
    close_emergency(opened.id, actor=cast.ibrahima)
    assert hearing() == {"moussa", "ibrahima", "ousmane"}
    contest_emergency(opened.id, actor=cast.moussa)
    assert hearing() == {"moussa", "ibrahima", "ousmane"}
    review_emergency(opened.id, Status.JUSTIFIED, actor=cast.ousmane)
    assert hearing() == {"moussa", "ibrahima", "ousmane"}


def test_the_end_of_an_access(cast, hearing):
    clock.run(now=cast.grant.expires_at - timedelta(days=1))
    assert hearing() == {"awa", "fatou"}
    begin_reading(cast.awa.id, actor=cast.fatou, now=cast.grant.expires_at - timedelta(seconds=1))
    assert hearing() == {"awa"}
    clock.run(now=cast.grant.expires_at)
    assert hearing() == {"awa", "fatou"}


def test_following_somebody_s_file(cast, hearing):
    begun = begin_delegation(cast.awa.id, cast.moussa.phone, bond="mon frère", actor=cast.awa)
    assert hearing() == {"awa", "moussa"}
    add_medical_record(cast.awa.id, kind="note", title="Toux", content="Sèche", actor=cast.fatou)
    assert hearing() == {"awa", "moussa", "fatou"}
    end_delegation(begun.id, actor=cast.ousmane)
    assert hearing() == {"awa", "moussa"}
    add_medical_record(cast.awa.id, kind="note", title="Toux", content="Grasse", actor=cast.fatou)
    assert hearing() == {"awa", "fatou"}


def test_the_file(cast, hearing):
    record = add_medical_record(cast.awa.id, kind="note", title="Toux", content="Sèche", actor=cast.fatou)
    assert hearing() == {"awa", "fatou"}
    amend_medical_record(record.id, version=1, reason="Précision", content="Grasse", actor=cast.fatou)
    assert hearing() == {"awa", "fatou"}
    read_medical_record(record.id, actor=cast.fatou)
    assert hearing() == {"awa"}
    scan = add_attachment(record.id, name="scan.pdf", content=b"%PDF-1.7", actor=cast.fatou)
    assert hearing() == {"awa", "fatou"}
    read_attachment(record.id, scan.id, actor=cast.fatou)
    assert hearing() == {"awa"}


def test_an_ordonnance(cast, hearing):
    lines = [Line(medication="Salbutamol", dosage="100 µg", quantity=1)]
    chosen = issue_prescription(cast.awa.id, lines=lines, pharmacy_id=cast.plateau.id, actor=cast.fatou)
    assert hearing() == {"awa", "fatou"} | PLATEAU
    claim_prescription(chosen.id, actor=cast.aminata)
    assert hearing() == {"awa", "fatou"} | PLATEAU
    anywhere = issue_prescription(cast.awa.id, lines=lines, override="Le même traitement continue", actor=cast.fatou)
    assert hearing() == {"awa", "fatou"} | PHARMACISTS
    claim_prescription(anywhere.id, matricule=anywhere.matricule, actor=cast.cheikh)
    assert hearing() == {"awa", "fatou", "cheikh"}


def test_a_pharmacy_whose_card_leaves_is_told_that_it_does(cast, hearing):
    lines = [Line(medication="Salbutamol", dosage="100 µg", quantity=1)]
    chosen = issue_prescription(cast.awa.id, lines=lines, pharmacy_id=cast.plateau.id, actor=cast.fatou)
    hearing()
    claim_prescription(chosen.id, matricule=chosen.matricule, actor=cast.cheikh)
    assert hearing() == {"awa", "fatou", "cheikh"} | PLATEAU


def test_a_line_that_cannot_be_dispensed(cast, hearing):
    it = ordonnances.at(Stands.VALIDATED, cast)
    hearing()
    not_dispense_line(it.id, it.lines[0].id, reason="out_of_stock", actor=cast.aminata)
    assert hearing() == {"awa", "fatou"} | PLATEAU
    leave_line(it.id, it.lines[0].id, actor=cast.fatou)
    assert hearing() == {"awa", "fatou"} | PLATEAU


def test_stock(cast, hearing):
    expires = date.today() + timedelta(days=300)
    receive_stock(medication="Ibuprofène", lot="B2", expires_on=expires, quantity=50, actor=cast.aminata)
    assert hearing() == PLATEAU


@pytest.mark.parametrize(
    ("audience", "heard"),
    [
        ("patients", {"awa", "moussa"}),
        ("doctors", {"fatou", "ibrahima"}),
        ("pharmacists", PHARMACISTS),
        ("everyone", set(PEOPLE) - {"ndeye"}),
    ],
)
def test_announcements(cast, hearing, audience, heard):
    announce(audience=audience, title="Avis", message="À tous", actor=cast.ousmane)
    assert hearing() == heard


def test_accounts(cast, hearing):
    register(role="doctor", name="Dr Ada Sy", password="un long mot de passe", email="ada@fadjma.example")
    assert hearing() == {"ousmane"}
    administer_account(cast.moussa.id, AccountStatus.SUSPENDED, actor=cast.ousmane)
    assert hearing() <= {"ousmane", "moussa"}
    read_all_notifications(actor=cast.awa)
    assert hearing() == {"awa"}
