"""The lock of a shared phone: what a PIN is, when a session that nobody touches locks by itself, how many tries open it."""

from datetime import timedelta
from itertools import pairwise

MINUTES = (1, 5, 15)  # idle, from which a session locks by itself
TRIES = 5  # wrong PINs before the session ends and the password is asked for
SHORTEST_PIN, LONGEST_PIN = 4, 6
BEATS = 4  # in the time until it locks, a page says so often that somebody is there; one beat may be lost


def pin_problem(pin):
    """Return the code of what is wrong with a new PIN, or None: four to six digits, not all alike, not a row of them."""
    if not (SHORTEST_PIN <= len(pin) <= LONGEST_PIN and pin.isascii() and pin.isdigit()):
        return "pin_wrong_form"
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return "pin_easy" if steps in ({0}, {1}, {-1}) else None


def idle_for(minutes):
    """Return how long after the last sign of somebody a session locks: the minutes chosen, and one beat more."""
    return timedelta(minutes=minutes) * (BEATS + 1) / BEATS


def is_locked(*, locked_at, active_at, has_pin, minutes, now):
    """Is a session locked: by hand or by the clock, or by the time itself where the clock is late?

    Only the session of a page that says when somebody is there (`active_at`) locks by time: a program has no screen.
    """
    return locked_at is not None or (has_pin and active_at is not None and now - active_at >= idle_for(minutes))
