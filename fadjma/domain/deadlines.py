"""What time does to an ordonnance: what is not collected goes back, an end is near or passed, lines come again."""

from datetime import timedelta

from .prescriptions import LineStatus, Status

KEPT = timedelta(hours=48)  # how long what is ready waits for its patient
WARNING = timedelta(days=3)  # before the end of validity
INTERVAL = timedelta(days=30)  # between a delivery and the ordonnance that repeats it


def has_expired(prescription, now):
    """Has an unclaimed ordonnance passed the end of its validity?"""
    return prescription.status == Status.ISSUED and prescription.valid_until <= now


def waited_too_long(prescription, now):
    """Has it stood ready for 48 hours without its patient?"""
    return prescription.status == Status.READY and now - prescription.status_since >= KEPT


def warns(prescription, now):
    """Is the end of its validity near enough to be told, and not told yet?"""
    near = prescription.valid_until - WARNING <= now < prescription.valid_until
    return prescription.status == Status.ISSUED and near and not prescription.expiry_told


def repeats(prescription, now):
    """Return the lines that come again now: delivered, with repeats left, an interval after the delivery."""
    if prescription.status != Status.DELIVERED or now - prescription.status_since < INTERVAL:
        return []
    return [line for line in prescription.lines if line.repeats > 0 and line.status == LineStatus.DELIVERED]
