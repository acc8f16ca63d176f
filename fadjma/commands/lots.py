"""What an ordonnance does to a pharmacy's lots: set aside, put back, handed over; and whether a medication ran low.

Every act here locks all lots of the medications it touches, in one order, so that two of them never wait crosswise.
"""

from ..domain import prescriptions as rules
from ..domain import stock as stock_rules
from ..domain.errors import Conflict
from ..domain.events import InventoryUpdated, StockRanLow
from ..extensions import db
from ..models import Dispense, Reservation, StockMovement
from ..queries import stock
from ..realtime import record


def reserve(prescription, actor, today):
    """Set aside what remains of every line, earliest expiry first; raise Conflict naming the lines that lack stock."""
    lots, touched, short = _locked(prescription), [], []
    for line in prescription.lines:
        taken = stock_rules.allocate(rules.remaining(line), lots[line.medication_key], today=today)
        if taken is None:
            short.append(line)
            continue
        for item, units in taken:
            item.reserved += units
            touched.append(item)
            db.session.add(Reservation(line_id=line.id, stock_item_id=item.id, quantity=units))
    _suffices(short)
    tell(touched, actor, today)


def put_back(prescription, actor, today):
    """Release everything that was set aside for it."""
    _locked(prescription)
    touched = []
    for reservation in stock.reservations(prescription.id):
        reservation.stock_item.reserved -= reservation.quantity
        touched.append(reservation.stock_item)
        db.session.delete(reservation)
    tell(touched, actor, today)


def set_aside(prescription, today):
    """Return the reservations that make up what remains of it. A lot that expired meanwhile no longer counts."""
    _locked(prescription)
    reservations = [r for r in stock.reservations(prescription.id) if r.stock_item.expires_on > today]
    units = dict.fromkeys((line.id for line in prescription.lines), 0)
    for reservation in reservations:
        units[reservation.line_id] += reservation.quantity
    _suffices([line for line in prescription.lines if units[line.id] != rules.remaining(line)])
    return reservations


def hand_over(prescription, reservations, actor, now):
    """Take the reserved units from their lots, each with the line it was dispensed for and the movement that explains it."""
    by = {"pharmacy_id": prescription.claiming_pharmacy_id, "pharmacist_id": actor.id, "at": now}
    for line in filter(rules.remaining, prescription.lines):
        line.delivered, line.status = line.quantity, rules.LineStatus.DELIVERED
    for reservation in reservations:
        item, units = reservation.stock_item, reservation.quantity
        item.on_hand, item.reserved = item.on_hand - units, item.reserved - units
        db.session.add(Dispense(line_id=reservation.line_id, stock_item_id=item.id, quantity=units, **by))
        db.session.add(move(item, -units, actor, now, prescription_id=prescription.id))
        db.session.delete(reservation)
    tell([reservation.stock_item for reservation in reservations], actor, now.date())


def move(item, units, actor, now, **why):
    """Return the movement that explains why the units on hand of a lot changed."""
    return StockMovement(stock_item_id=item.id, actor_id=actor.id, quantity=units, at=now, **why)


def tell(touched, actor, today):
    """Record each lot that changed, those too whose medication has just run low or is stocked again."""
    kinds = {(item.pharmacy_id, item.medication_key) for item in touched}
    changed = {item.id: item for item in touched}
    for pharmacy_id, key in sorted(kinds, key=str):
        changed |= {item.id: item for item in _watch(stock.lots(pharmacy_id, key), today)}
    for item in sorted(changed.values(), key=lambda item: str(item.id)):
        record(InventoryUpdated(subject_id=item.id, actor_id=actor.id, pharmacy_id=item.pharmacy_id))


def _watch(items, today):
    """Tell once that a medication ran low; return its lots whose mark changed. Told to whoever caused it too: no actor."""
    low, known = stock_rules.is_low(items, today=today), any(item.low_told for item in items)
    changed = [item for item in items if item.low_told != low]
    for item in changed:
        item.low_told = low
    if low and not known:
        record(StockRanLow(subject_id=items[0].id, actor_id=None, pharmacy_id=items[0].pharmacy_id))
    return changed


def _locked(prescription):
    """Return {medication key: lots of the claiming pharmacy}, held until the act is over."""
    keys = sorted({line.medication_key for line in prescription.lines})
    return {key: stock.lots(prescription.claiming_pharmacy_id, key, lock=True) for key in keys}


def _suffices(short):
    if short:
        raise Conflict("not_enough_stock", lines=[{"id": str(line.id), "medication": line.medication} for line in short])
