"""Burst: ten messages for one room, ready at the same time. CPU of the server a delivered message.

Ours: ten facts of one transaction, committed by another process, found by the pump as those of any other process are; what
recording them costs is in that process. The peer: one POST that emits ten times.
"""

from ..field import rounds
from ..figures import Figure
from ..load import exact

SIDES = ("ours", "node", "flask", "floor")
SOCKETS, TIMES, BURSTS = 1_000, 10, 5


def run(field, options):
    """Return the figure for one number of sockets."""
    (many,) = options.sockets or (SOCKETS,)
    cost = Figure("burst", f"a burst of {TIMES} to {many:,} sockets", "µs CPU a message")
    with field.servers(*options.of(SIDES)) as sides:
        for side in sides:
            side.connect(many, field.program)
            once(side, 1)  # warm
        for _, side in rounds(sides, options.rounds or (2 if options.quick else 5)):
            cost.add(side.name, 1e6 * once(side, BURSTS) / (BURSTS * TIMES * many))
    return [cost]


def once(side, bursts):
    """Send that many bursts, each once the one before has come to all; return the CPU seconds."""
    many = side.load.many
    side.load.wait(0.3)
    side.load.reset()
    before = side.cpu()
    for number in range(1, bursts + 1):
        side.tell(side.everyone, TIMES)
        side.load.expect(number * TIMES * many)
    exact(side.load.wait(0.3), many=many, each=bursts * TIMES)
    return side.cpu() - before
