"""Act → the other person's event: from a doctor's POST to the patient's socket, p50 and p95, beside Node.

Ours stores the entry of the file, its audit entry and its journal entry on SQLite with `synchronous=FULL` before it tells
anyone; the peer checks a JWT, keeps nothing, and emits from memory. A thousand others are connected and hear nothing.
"""

from ..field import rounds
from ..figures import Figure

SIDES = ("ours", "node")
SOCKETS, ACTS = 1_000, 40  # acts a round
WARM = 100  # acts: a young Node takes ten times as long


def run(field, options):
    """Return p50 and p95 of each round, and the CPU of an act."""
    (many,) = options.sockets or ((200,) if options.quick else (SOCKETS,))
    half = Figure("act-p50", "act → other person's event, p50", "ms")
    slow = Figure("act-p95", "act → other person's event, p95", "ms")
    cost = Figure("act-cpu", "an act that reaches one person", "µs CPU")
    with field.servers(*options.of(SIDES)) as sides:
        for side in sides:
            side.connect(many, field.program)
            once(side, WARM)
        for _, side in rounds(sides, options.rounds or (3 if options.quick else 6)):
            cpu, said = once(side, options.messages or ACTS)
            half.add(side.name, said["p50"]), slow.add(side.name, said["p95"]), cost.add(side.name, cpu)
    return [half, slow, cost]


def once(side, acts, person=0):
    """Reach one person `acts` times; return (CPU µs an act, what was counted)."""
    side.load.reset()
    before = side.cpu()
    for number in range(1, acts + 1):
        side.load.since()
        side.tell(person)
        side.load.expect(number, seconds=10)
    used = 1e6 * (side.cpu() - before) / acts
    return used, side.load.wait(0.05)
