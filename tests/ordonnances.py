"""Ordonnances of Awa's by Fatou, as far along as a test wants them."""

from fadjma.commands import prescriptions as acts
from fadjma.commands.lines import not_dispense_line
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Prescription, Reservation, StockItem

LINES = (
    Line("Salbutamol", "100 µg", 1, form="Aérosol", instructions="Deux bouffées si besoin"),
    Line("paracetamol", "500 mg", 20, form="Comprimé", instructions="Un comprimé le soir", posology={"evening": 1}),
)
ON_THE_WAY = (Status.ISSUED, Status.VALIDATED, Status.IN_PREPARATION, Status.READY, Status.DELIVERED)


def issued(cast, lines=LINES, **terms):
    """Return one just signed, for the Plateau unless `pharmacy_id` says otherwise, whatever she takes already."""
    terms = {"pharmacy_id": cast.plateau.id, "override": "Le même traitement continue"} | terms
    return acts.issue_prescription(cast.awa.id, lines=list(lines), actor=cast.fatou, **terms)


def at(status, cast, lines=LINES, **terms):
    """Return one that stands at `status`, held by the Plateau where a pharmacy must hold it."""
    it = issued(cast, lines, **terms)
    if status == Status.CANCELLED:
        return acts.cancel_prescription(it.id, reason="Erreur", actor=cast.fatou)
    if status == Status.EXPIRED:
        return acts.expire_prescription(it.id, now=it.valid_until)
    goal = Status.READY if status == Status.CANCELLATION_REQUESTED else status
    for reached in ON_THE_WAY[1 : ON_THE_WAY.index(goal) + 1]:
        STEPS[reached](it.id, cast)
    if status == Status.CANCELLATION_REQUESTED:
        acts.cancel_prescription(it.id, reason="Erreur", actor=cast.fatou)
    return again(it)


def short(cast, lines=LINES, **terms):
    """Return one in charge at the Plateau, which lacks its first line."""
    it = at(Status.VALIDATED, cast, lines, **terms)
    return not_dispense_line(it.id, it.lines[0].id, reason="out_of_stock", actor=cast.aminata)


STEPS = {
    Status.VALIDATED: lambda id, cast: acts.claim_prescription(id, actor=cast.aminata),
    Status.IN_PREPARATION: lambda id, cast: acts.prepare_prescription(id, actor=cast.aminata),
    Status.READY: lambda id, cast: acts.make_prescription_ready(id, actor=cast.aminata),
    Status.DELIVERED: lambda id, cast: acts.deliver_prescription(id, pickup_code=code(id), actor=cast.aminata),
}


def again(it):
    """Return the row as it is now."""
    db.session.rollback()
    return db.session.get(Prescription, it.id)


def code(id):
    """Return the pick-up code on the patient's phone."""
    return db.session.get(Prescription, id).pickup_code


def wrong(right):
    """Return a code that is not this one."""
    return f"{(int(right) + 1) % 10**6:06d}"


def stock(pharmacy):
    """Return {medication: (on hand, reserved)} of a pharmacy, all lots together."""
    found: dict[str, tuple[int, int]] = {}
    for item in db.session.scalars(db.select(StockItem).where(StockItem.pharmacy_id == pharmacy.id)):
        on_hand, reserved = found.get(item.medication, (0, 0))
        found[item.medication] = on_hand + item.on_hand, reserved + item.reserved
    return found


def reservations():
    """Return [(lot, units)] of everything set aside."""
    rows = db.session.scalars(db.select(Reservation))
    return sorted((row.stock_item.lot, row.quantity) for row in rows)
