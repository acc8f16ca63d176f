"""Who is reading a file now: its page says so again and again; whoever has not for a while reads no longer."""

from datetime import timedelta

LEASE = timedelta(seconds=45)


def goes_on(reading, now):
    """Is somebody still reading at `now`? The sweep may be late: time is checked here too."""
    return reading.ended_at is None and reading.renewed_at + LEASE > now
