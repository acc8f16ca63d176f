"""Acts on a pharmacy's stock: what comes in, what counting it again found, and what is about to expire."""

from sqlalchemy import select

from ..domain import stock as rules
from ..domain.errors import Conflict, Forbidden, Invalid
from ..domain.events import LotNearsExpiry
from ..domain.receipts import Receipt, read
from ..domain.roles import Role
from ..extensions import db
from ..models import StockItem
from ..queries import one, stock
from ..realtime import record
from . import command, lots


@command
def receive_stock(*, medication, lot, expires_on, quantity, threshold=None, actor, now):
    """A pharmacist takes in units of a lot, new or known; `threshold` is the medication's from now on. Return the lot."""
    _only_pharmacists(actor)
    receipt = Receipt(medication, lot, expires_on, quantity, threshold)
    terms = {"expires_on": expires_on, "quantity": quantity, "threshold": threshold}
    rules.check_receipt(medication=medication, lot=lot, **terms, today=now.date())
    item, touched = _take_in(receipt, actor, now)
    lots.tell(touched, actor, now.date())
    return item


@command
def import_stock(text, *, actor, now):
    """A pharmacist takes in every line of a CSV (domain/receipts.py), or none of them; return the pharmacy."""
    _only_pharmacists(actor)
    receipts = sorted(read(text, today=now.date()), key=lambda receipt: rules.medication_key(receipt.medication))
    touched = []
    for receipt in receipts:
        try:
            _, changed = _take_in(receipt, actor, now)
        except Invalid as refusal:
            raise Invalid(**{f"lines.{receipt.number}.{field}": code for field, code in refusal.errors.items()}) from refusal
        touched += changed
    lots.tell(touched, actor, now.date())
    return actor.pharmacy


def _only_pharmacists(actor):
    if actor.role != Role.PHARMACIST or actor.pharmacy_id is None:
        raise Forbidden("only_pharmacists")


def _take_in(receipt, actor, now):
    """Add a receipt to its lot; return the lot and every one that changed. Medications come in the order of their names."""
    key, lot = rules.medication_key(receipt.medication), " ".join(receipt.lot.split())
    known = stock.lots(actor.pharmacy_id, key, lock=True)
    item = next((item for item in known if (item.lot, item.expires_on) == (lot, receipt.expires_on)), None)
    item = item or _new_lot(known, receipt.medication, key, lot, receipt.expires_on, actor, now)
    if item.on_hand + receipt.quantity > rules.MOST:
        raise Invalid(quantity="units_out_of_range")
    item.on_hand += receipt.quantity
    db.session.add(lots.move(item, receipt.quantity, actor, now))
    return item, [item, *_with_threshold([*known, item], receipt.threshold)]


def _new_lot(known, medication, key, lot, expires_on, actor, now):
    """Add a lot, which takes over the name, the threshold and the low mark of the medication's others."""
    name = known[0].medication if known else " ".join(medication.split())
    item = StockItem(medication=name, medication_key=key, lot=lot, expires_on=expires_on, created_at=now)
    item.pharmacy_id, item.on_hand, item.reserved = actor.pharmacy_id, 0, 0
    item.threshold = max((other.threshold for other in known), default=0)
    item.low_told = any(other.low_told for other in known)
    db.session.add(item)
    db.session.flush()
    return item


def _with_threshold(items, threshold):
    """Give the medication's lots their new threshold; return those it changed."""
    changed = [item for item in items if threshold is not None and item.threshold != threshold]
    for item in changed:
        item.threshold = threshold
    return changed


@command
def adjust_stock(stock_item_id, *, quantity, reason, actor, now):
    """A pharmacist corrects the units of a lot by `quantity` (signed), and says why; never below what is reserved."""
    item = stock.find(actor, stock_item_id)
    stock.lots(item.pharmacy_id, item.medication_key, lock=True)
    reason = rules.check_reason(reason)
    item.on_hand = rules.adjusted(item, quantity)
    db.session.add(lots.move(item, quantity, actor, now, reason=reason))
    lots.tell([item], actor, now.date())
    return item


@command
def tell_near_expiry(id, *, actor, now):
    """Time tells a pharmacy, once, that a lot of theirs soon expires."""
    item = one(select(StockItem).where(StockItem.id == id), lock=True)
    if item.expiry_told or not rules.is_near_expiry(item, today=now.date()):
        raise Conflict("not_due")
    item.expiry_told = True
    record(LotNearsExpiry(subject_id=item.id, actor_id=None, pharmacy_id=item.pharmacy_id))
    return item
