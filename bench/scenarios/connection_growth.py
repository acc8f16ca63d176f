"""Growth in connections: CPU a delivered message and memory a connection, of ours, from 100 to 5,000.

One server that fills up. A message costs more among few, who share its rendering: what counts is that no size is dearer than
the smallest.
"""

from ..figures import Figure
from . import broadcast

SOCKETS, QUICK, MESSAGES, WARM = (100, 500, 1_000, 2_500, 5_000), (100, 500, 1_000), 10, 20


def run(field, options):
    """Return CPU and memory at each size, and how much the dearest is above the smallest."""
    sizes = options.sockets or (QUICK if options.quick else SOCKETS)
    spent = Figure("growth-cpu", "growth in connections: the dearest size ÷ the smallest, CPU", "×")
    kept = Figure("growth-memory", "growth in connections: the same of memory", "×")
    cpu, memory = [], []
    with field.servers("ours") as (ours,):
        ours.connect(sizes[-1], field.program, first=WARM)
        broadcast.once(ours, MESSAGES)
        before = ours.memory()
        for many in sizes:
            ours.load.open(many)
            cpu.append(Figure(f"growth-{many}", f"broadcast to {many:,} of a growing crowd", "µs CPU a message"))
            for _ in range(options.rounds or 3):
                cpu[-1].add(ours.name, message(ours, many))
            each = (ours.memory() - before) / (many - WARM) / 1024
            memory.append(Figure(f"growth-{many}-memory", f"a connection of {many:,}", "KB", {ours.name: [each]}))
        for grown, figures in ((spent, cpu), (kept, memory)):
            medians = [figure.median(ours.name) for figure in figures]
            grown.add(ours.name, max(medians) / medians[0])
    return [*cpu, *memory, spent, kept]


def message(ours, many):
    """Return the CPU µs of a delivered message, without the act."""
    heard, _ = broadcast.once(ours, MESSAGES)
    return 1e6 * (heard - broadcast.act_alone(ours, MESSAGES)) / (MESSAGES * many)
