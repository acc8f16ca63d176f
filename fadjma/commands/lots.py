"""What an ordonnance does to a pharmacy's lots: set aside, put back, handed over; and whether a medication ran low.

Every act here locks all lots of the medications it touches, in one order, so that two of them never wait crosswise.
"""

from ..domain import prescriptions as rules
from ..domain import stock as stock_rules
from ..domain.dispensing import named
from ..domain.errors import Conflict
from ..domain.events import InventoryUpdated, StockRanLow
from ..domain.stock import medication_key
from ..extensions import db
from ..models import Dispense, Reservation, StockMovement
from ..queries import stock
from ..realtime import record


def reserve(prescription, actor, today, *, partial=False):
    """Set aside what remains of every line, earliest expiry first; raise Conflict naming the lines that lack stock.

    With `partial`, as much as there is, and Conflict only where there is nothing.
    """
    lots, touched, short = _locked(prescription), [], []
    for line in filter(rules.remaining, prescription.lines):
        wanted = rules.remaining(line)
        taken = stock_rules.draw(wanted, lots[line.medication_key], today=today)
        if sum(units for _, units in taken) < wanted:
            short.append(line)
        touched += _set_aside(line, taken)
    if short and not (partial and touched):
        raise Conflict("not_enough_stock", lines=named(short))
    tell(touched, actor, today)


def _set_aside(line, taken):
    """Reserve units of lots for a line; return the lots."""
    for item, units in taken:
        item.reserved += units
        db.session.add(Reservation(line_id=line.id, stock_item_id=item.id, quantity=units))
    return [item for item, _ in taken]


def put_back(prescription, actor, today):
    """Release everything that was set aside for it."""
    _locked(prescription)
    tell(_release(stock.reservations(prescription.id)), actor, today)


def put_back_line(line, actor, today):
    """Release what was set aside for one line."""
    _locked(line.prescription)
    tell(_release(_of_line(line)), actor, today)


def _of_line(line):
    return [reservation for reservation in stock.reservations(line.prescription_id) if reservation.line_id == line.id]


def _release(reservations):
    """Give reservations up; return their lots."""
    touched = []
    for reservation in reservations:
        reservation.stock_item.reserved -= reservation.quantity
        touched.append(reservation.stock_item)
        db.session.delete(reservation)
    db.session.flush()  # before the same line reserves in the same lot again
    return touched


def hand_over(prescription, portions, actor, now):
    """Take [(line, Portion)] out of the lots, each with the line it was dispensed for and the movement that explains it.

    A line's own reservations are given up first, so that what it takes is what expires first; its balance is set aside
    again. Raises Conflict naming the lines that lack stock.
    """
    portions = [(line, portion) for line, portion in portions if portion.quantity]
    lots = _locked(
        prescription, (medication_key(portion.substitute) for _, portion in portions if portion.substitute.strip())
    )
    touched, short = [], []
    for line, portion in portions:
        touched += _release(_of_line(line))
        key = medication_key(portion.substitute) or line.medication_key
        taken = stock_rules.allocate(portion.quantity, lots[key], today=now.date())
        if taken is None:
            short.append(line)
            continue
        touched += _dispense(line, portion, taken, actor, now)
        touched += _set_aside(line, stock_rules.draw(rules.remaining(line), lots[line.medication_key], today=now.date()))
    if short:
        raise Conflict("not_enough_stock", lines=named(short))
    tell(touched, actor, now.date())


def _dispense(line, portion, taken, actor, now):
    """Write what was handed over of a line; return the lots it came from."""
    line.delivered += portion.quantity
    if line.delivered == line.quantity:
        line.status = rules.LineStatus.DELIVERED
    by = {"pharmacy_id": actor.pharmacy_id, "pharmacist_id": actor.id, "at": now}
    for item, units in taken:
        item.on_hand -= units
        words = {"substitute": item.medication, "reason": portion.reason.strip()} if portion.substitute.strip() else {}
        db.session.add(Dispense(line_id=line.id, stock_item_id=item.id, quantity=units, **words, **by))
        db.session.add(move(item, -units, actor, now, prescription_id=line.prescription_id))
    return [item for item, _ in taken]


def take_back(dispense, reason, actor, now):
    """Write the counter-entry of a dispense record: its units are in their lot again, and its line lacks them."""
    item, line = dispense.stock_item, dispense.line
    stock.lots(item.pharmacy_id, item.medication_key, lock=True)
    item.on_hand, line.delivered = item.on_hand + dispense.quantity, line.delivered - dispense.quantity
    if line.status == rules.LineStatus.DELIVERED:
        line.status = rules.LineStatus.OPEN
    same = {name: getattr(dispense, name) for name in ("line_id", "stock_item_id", "pharmacy_id", "substitute")}
    by = {"pharmacist_id": actor.id, "at": now, "reason": reason}
    db.session.add(Dispense(quantity=-dispense.quantity, reverses_id=dispense.id, **same, **by))
    why = {"prescription_id": line.prescription_id, "reason": reason[: stock_rules.REASON_LENGTH]}
    db.session.add(move(item, dispense.quantity, actor, now, **why))
    tell([item], actor, now.date())


def move(item, units, actor, now, **why):
    """Return the movement that explains why the units on hand of a lot changed."""
    return StockMovement(stock_item_id=item.id, actor_id=actor.id, quantity=units, at=now, **why)


def tell(touched, actor, today):
    """Record each lot that changed, those too whose medication has just run low or is stocked again."""
    kinds = {(item.pharmacy_id, item.medication_key) for item in touched}
    changed = {item.id: item for item in touched}
    for pharmacy_id, key in sorted(kinds, key=str):
        changed |= {item.id: item for item in _watch(stock.lots(pharmacy_id, key), today)}
    actor_id = actor.id if actor is not None else None
    for item in sorted(changed.values(), key=lambda item: str(item.id)):
        record(InventoryUpdated(subject_id=item.id, actor_id=actor_id, pharmacy_id=item.pharmacy_id))


def _watch(items, today):
    """Tell once that a medication ran low; return its lots whose mark changed. Told to whoever caused it too: no actor."""
    low, known = stock_rules.is_low(items, today=today), any(item.low_told for item in items)
    changed = [item for item in items if item.low_told != low]
    for item in changed:
        item.low_told = low
    if low and not known:
        record(StockRanLow(subject_id=items[0].id, actor_id=None, pharmacy_id=items[0].pharmacy_id))
    return changed


def _locked(prescription, keys=()):
    """Return {medication key: lots of the claiming pharmacy} of its lines and of `keys`, held until the act is over."""
    keys = sorted({line.medication_key for line in prescription.lines} | {*keys})
    return {key: stock.lots(prescription.claiming_pharmacy_id, key, lock=True) for key in keys}
