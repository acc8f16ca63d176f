"""Slow readers: phones that stop reading while the others go on. What the server keeps for each, thousands of events later.

The stalled ones offer a receive window of 16 KB, as a phone on a bad network does; they acknowledge nothing. Everybody else
must get everything, in order.
"""

from ..figures import Figure

SIDES = ("ours", "node", "flask")
READERS, STALLED, WARM = 50, 10, 4
EVENTS, QUICK, AT_ONCE = 2_000, 500, 50


def run(field, options):
    """Return the KB kept for each stalled reader."""
    events = options.messages or (QUICK if options.quick else EVENTS)
    kept = Figure("slow-reader", f"a reader that stopped {events:,} events ago", "KB")
    with field.servers(*options.of(SIDES)) as sides:
        for side in sides:
            side.connect(READERS + STALLED, field.program, receive_buffer=16384)
            for _ in range(WARM):
                heard(side, AT_ONCE, READERS + STALLED)
            side.load.stall(STALLED)
            before = side.memory()
            for _ in range(events // AT_ONCE):
                heard(side, AT_ONCE, READERS)
            kept.add(side.name, max(0, side.memory() - before) / STALLED / 1024)
    return [kept]


def heard(side, times, readers):
    """Tell everyone, `times` at once; return when all who read have heard it in order."""
    side.load.reset()
    side.tell(side.everyone, times)
    said = side.load.expect(times * readers)
    if said["holes"] or said["resyncs"] or said["events"] != times * readers:
        raise AssertionError(f"deliveries are not exact: {said}")
