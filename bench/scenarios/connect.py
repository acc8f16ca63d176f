"""Connect storm: everybody returns at once. CPU a connect, with token, session row and streams checked; memory a connection.

Memory is what the server keeps more than before anyone came, per connection: as they idle, and after each has heard 25
events. The first storm makes it; the later ones, after everybody hung up, give the CPU.
"""

from ..field import rounds
from ..figures import Figure
from . import broadcast

SIDES = ("ours", "node", "flask", "floor")
SOCKETS, WARM = 2_000, 20


def run(field, options):
    """Return CPU ms a connect, seconds for all, and KB a connection."""
    (many,) = options.sockets or ((500,) if options.quick else (SOCKETS,))
    cost = Figure("connect", f"a connect, {many:,} at once", "ms CPU")
    taken = Figure("connect-seconds", f"until all {many:,} are connected", "s")
    idle = Figure("memory-idle", f"a connection that idles, of {many:,}", "KB")
    used = Figure("memory", f"a connection after {broadcast.MESSAGES} events, of {many:,}", "KB")
    with field.servers(*options.of(SIDES)) as sides:
        for side in sides:
            keeps(side, many, field.program, idle, used)
        for _, side in rounds(sides, options.rounds or (2 if options.quick else 5)):
            cpu, seconds = storm(side, many)
            cost.add(side.name, 1e3 * cpu / many), taken.add(side.name, seconds)
    return [cost, taken, idle, used]


def keeps(side, many, program, idle, used):
    """Connect everybody for the first time, and note what a connection keeps."""
    side.connect(many, program, first=WARM)
    side.tell(side.everyone)
    side.load.wait(0.5)
    before = side.memory()
    side.load.open(many)
    side.load.wait(1)
    idle.add(side.name, (side.memory() - before) / (many - WARM) / 1024)
    broadcast.once(side, broadcast.MESSAGES)
    used.add(side.name, (side.memory() - before) / (many - WARM) / 1024)


def storm(side, many):
    """Hang up on all, then connect them; return (CPU seconds, seconds)."""
    side.load.close()
    side.load.wait(1)  # the server lets them go
    before = side.cpu()
    said = side.load.open(many)
    side.load.wait(0.3)
    return side.cpu() - before, said["seconds"]
