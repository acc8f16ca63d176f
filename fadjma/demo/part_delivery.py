"""A part delivery, written as the demo needs it: the first line is handed over whole, the others stay set aside."""

from ..commands import command, lots
from ..commands.steps import change
from ..domain import prescriptions as rules
from ..domain.prescriptions import LineStatus, Status
from ..extensions import db
from ..models import Dispense
from ..queries import prescriptions, stock


@command
def deliver_part(id, *, actor, now):
    """The claiming pharmacy hands over the first line; return the ordonnance."""
    prescription = prescriptions.find(actor, id, lock=True)
    status, line = rules.step(prescription, Status.PARTIALLY_DELIVERED), prescription.lines[0]
    reservations = [r for r in stock.reservations(prescription.id) if r.line_id == line.id]
    by = {"pharmacy_id": prescription.claiming_pharmacy_id, "pharmacist_id": actor.id, "at": now}
    line.delivered, line.status = line.quantity, LineStatus.DELIVERED
    for reservation in reservations:
        item, units = reservation.stock_item, reservation.quantity
        item.on_hand, item.reserved = item.on_hand - units, item.reserved - units
        db.session.add(Dispense(line_id=line.id, stock_item_id=item.id, quantity=units, **by))
        db.session.add(lots.move(item, -units, actor, now, prescription_id=prescription.id))
        db.session.delete(reservation)
    lots.tell([reservation.stock_item for reservation in reservations], actor, now.date())
    return change(prescription, status, actor, now)
