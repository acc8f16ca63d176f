"""Acts on a pharmacy's stock: what comes in, and what counting it again found."""

from ..domain import stock as rules
from ..domain.errors import Forbidden, Invalid
from ..domain.roles import Role
from ..extensions import db
from ..models import StockItem
from ..queries import stock
from . import command, lots


@command
def receive_stock(*, medication, lot, expires_on, quantity, threshold=None, actor, now):
    """A pharmacist takes in units of a lot, new or known; `threshold` is the medication's from now on. Return the lot."""
    if actor.role != Role.PHARMACIST or actor.pharmacy_id is None:
        raise Forbidden("only_pharmacists")
    terms = {"expires_on": expires_on, "quantity": quantity, "threshold": threshold}
    rules.check_receipt(medication=medication, lot=lot, **terms, today=now.date())
    key, lot = rules.medication_key(medication), " ".join(lot.split())
    known = stock.lots(actor.pharmacy_id, key, lock=True)
    item = next((item for item in known if (item.lot, item.expires_on) == (lot, expires_on)), None)
    item = item or _new_lot(known, medication, key, lot, expires_on, actor, now)
    if item.on_hand + quantity > rules.MOST:
        raise Invalid(quantity="units_out_of_range")
    item.on_hand += quantity
    db.session.add(lots.move(item, quantity, actor, now))
    lots.tell([item, *_with_threshold([*known, item], threshold)], actor, now.date())
    return item


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
