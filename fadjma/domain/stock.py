"""A pharmacy's stock: lots, what is on hand, what is reserved, earliest expiry first."""

from datetime import timedelta

from . import texts
from .errors import Conflict, Invalid

NEAR_EXPIRY = timedelta(days=60)
MOST = 1_000_000
REASON_LENGTH = 300


def medication_key(name):
    """Return a medication's name as the names of lines and lots are matched."""
    return texts.folded(name)


def available(item):
    """Return the units of a lot that nobody has reserved."""
    return item.on_hand - item.reserved


def allocate(wanted, items, *, today):
    """Return [(item, units)] that make up `wanted` units from lots not expired `today`, earliest expiry first.

    `items` are the pharmacy's lots of one medication. Returns None if they do not suffice.
    """
    taken = draw(wanted, items, today=today)
    return None if sum(units for _, units in taken) < wanted else taken


def draw(wanted, items, *, today):
    """Return [(item, units)] of as many as there are of `wanted` units, in the same order."""
    taken = []
    for item in sorted(items, key=lambda item: (item.expires_on, str(item.id))):
        units = min(wanted, available(item)) if item.expires_on > today else 0
        if units > 0:
            taken.append((item, units))
            wanted -= units
    return taken


def is_low(items, *, today):
    """Is a medication, all its good lots together, at or below its alert threshold, the highest of its lots?"""
    on_hand = sum(item.on_hand for item in items if item.expires_on > today)
    return on_hand <= max((item.threshold for item in items), default=0)


def is_near_expiry(item, *, today):
    """Is there something left of a lot that is still good, but not for 60 days more?"""
    return item.on_hand > 0 and today < item.expires_on <= today + NEAR_EXPIRY


def standing(item, *, today):
    """Return what is to be known of a lot before anything else: `outdated`, `low`, `near` its date, or `ok`."""
    if item.on_hand > 0 and item.expires_on <= today:
        return "outdated"
    if item.low_told:
        return "low"
    return "near" if is_near_expiry(item, today=today) else "ok"


def adjusted(item, quantity):
    """Return the units on hand after an adjustment by `quantity` (signed); never below what is reserved."""
    if quantity is None:
        raise Invalid(quantity="required")
    if quantity == 0:
        raise Invalid(quantity="quantity_zero")
    if abs(quantity) > MOST or item.on_hand + quantity > MOST:
        raise Invalid(quantity="units_out_of_range")
    if item.on_hand + quantity < 0:
        raise Conflict("more_than_there_is")
    if item.on_hand + quantity < item.reserved:
        raise Conflict("below_reserved")
    return item.on_hand + quantity


def check_reason(reason):
    """Return the trimmed reason of an adjustment; raise Invalid where there is none or it is over 300 characters."""
    return texts.reason(reason, most=REASON_LENGTH)


def check_receipt(*, medication, lot, expires_on, quantity, threshold=None, today):
    """Raise Invalid unless a receipt names a medication and a lot that is still good, and 1–1,000,000 units."""
    errors = {name: "required" for name, text in (("medication", medication), ("lot", lot)) if not text.strip()}
    errors |= {name: "required" for name, value in (("expires_on", expires_on), ("quantity", quantity)) if value is None}
    if len(medication) > 120:
        errors["medication"] = "too_long"
    if len(lot) > 60:
        errors["lot"] = "too_long"
    if expires_on is not None and expires_on <= today:
        errors["expires_on"] = "lot_expired"
    if quantity is not None and not 1 <= quantity <= MOST:
        errors["quantity"] = "units_out_of_range"
    if threshold is not None and not 0 <= threshold <= MOST:
        errors["threshold"] = "threshold_out_of_range"
    if errors:
        raise Invalid(**errors)
