"""Notifications: for how long « all are read » may be taken back."""

from datetime import timedelta

from .errors import Conflict

OFFERED = timedelta(seconds=10)  # counted down before the person
TAKEN = timedelta(seconds=60)  # by us: the way of a slow network is not the person's time


def take_back(read_at, *, now):
    """Say whether what was read at `read_at` may still be unread, by raising Conflict where it is too late."""
    if now - read_at > TAKEN:
        raise Conflict("too_late_to_undo")
