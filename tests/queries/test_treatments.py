"""The current treatment, as a doctor with access sees it at the head of a file."""

from datetime import timedelta

from fadjma.commands import clock
from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.prescriptions import cancel_prescription, issue_prescription
from fadjma.domain.access_requests import Status
from fadjma.domain.signing import Line
from fadjma.models.types import utcnow
from fadjma.queries import treatments


def sign(cast, *names, dosage="100 µg", **more):
    """Have Fatou sign an ordonnance for Awa; return it."""
    lines = [Line(name, dosage, 1) for name in names]
    more.setdefault("override", "Le même traitement continue")
    return issue_prescription(cast.awa.id, lines=lines, actor=cast.fatou, **more)


def taken(cast, doctor, **more):
    return [f"{line.medication} {line.dosage}" for line in treatments.current(doctor, cast.awa.id, **more)]


def test_it_is_the_newest_line_of_each_medication_and_dosage(cast):
    sign(cast, "Salbutamol", "Fer")
    sign(cast, "SALBUTAMOL")
    sign(cast, "Salbutamol", dosage="200 µg")
    assert taken(cast, cast.fatou) == ["Salbutamol 200 µg", "SALBUTAMOL 100 µg", "Fer 100 µg"]


def test_what_was_cancelled_or_is_over_is_no_treatment(cast):
    sign(cast, "Fer")
    cancel_prescription(sign(cast, "Salbutamol").id, reason="Erreur", actor=cast.fatou)
    sign(cast, "Zinc", valid_days=1, now=utcnow() - timedelta(days=2))
    assert taken(cast, cast.fatou) == ["Fer 100 µg"]
    clock.run()
    assert taken(cast, cast.fatou) == ["Fer 100 µg"]


def test_it_is_whoevers_ordonnance_and_for_those_alone_whose_access_is_in_force(cast):
    sign(cast, "Fer")
    assert taken(cast, cast.ibrahima) == []
    asked = request_access(cast.awa.id, reason="Avis", level="read", days=5, actor=cast.ibrahima)
    granted = decide_access_request(asked.id, Status.APPROVED, actor=cast.awa)
    assert taken(cast, cast.ibrahima) == ["Fer 100 µg"]
    assert taken(cast, cast.ibrahima, now=granted.expires_at) == []
    assert taken(cast, cast.aminata) == []
