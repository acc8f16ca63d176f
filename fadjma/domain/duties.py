"""The roster of the pharmacies de garde: who is on duty, from when to when, and what « tonight » is."""

from datetime import datetime, time, timedelta

from .errors import Invalid

NIGHT_ENDS = time(8)  # Dakar keeps UTC
LONGEST = timedelta(days=8)  # a week, and the holiday after it
AHEAD = timedelta(days=400)


def check(*, pharmacy_id, starts_at, ends_at, now):
    """Raise Invalid unless a duty has a pharmacy, an end that is still to come, and lasts at most eight days."""
    given = {"pharmacy_id": pharmacy_id, "starts_at": starts_at, "ends_at": ends_at}
    errors = {name: "required" for name, value in given.items() if value is None}
    if errors:
        raise Invalid(**errors)
    if ends_at <= starts_at:
        raise Invalid(ends_at="ends_before_it_starts")
    if ends_at <= now:
        raise Invalid(ends_at="in_the_past")
    if ends_at - starts_at > LONGEST:
        raise Invalid(ends_at="duty_too_long")
    if starts_at > now + AHEAD:
        raise Invalid(starts_at="too_far_ahead")


def night(now):
    """Return the (start, end) of what « on duty tonight » asks about at `now`: until the next morning at 8."""
    morning = datetime.combine(now.date(), NIGHT_ENDS, now.tzinfo)
    return now, morning if now < morning else morning + timedelta(days=1)
