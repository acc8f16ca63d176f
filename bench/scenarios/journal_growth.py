"""Growth of the journal: what an act costs when 10³, 10⁴, 10⁵ and 10⁶ facts were told before it."""

import shutil

from uuid_utils.compat import uuid7

from ..field import rounds
from ..figures import Figure
from ..filler import fill
from .act_to_screen import once

LENGTHS, QUICK, ACTS = (1_000, 10_000, 100_000, 1_000_000), (1_000, 100_000), 20


def run(field, options):
    """Return the CPU of an act and its p50 at each length, and how much the dearest is above the shortest."""
    lengths = QUICK if options.quick else LENGTHS
    cost = Figure("journal-cpu", "an act over a journal of so many facts", "µs CPU")
    half = Figure("journal-p50", "act → other person's event over a journal of so many facts, p50", "ms")
    grown = Figure("growth-journal", "growth of the journal: the dearest length ÷ the shortest, CPU of an act", "×")
    with field.servers(*["ours"] * len(lengths), clinics=clinics(field, lengths)) as sides:
        for side, length in zip(sides, lengths, strict=True):
            side.name = f"{length:,}"
            side.connect(1, field.program)
            once(side, ACTS)  # warm
        for _, side in rounds(sides, options.rounds or (3 if options.quick else 6)):
            cpu, said = once(side, options.messages or ACTS)
            cost.add(side.name, cpu), half.add(side.name, said["p50"])
    medians = [cost.median(name) for name in cost.values]
    grown.add("FADJMA", max(medians) / cost.median(f"{lengths[0]:,}"))
    return [cost, half, grown]


def clinics(field, lengths):
    """Return a clinic with a journal of each length: each is the one before it, with more."""
    before, filled, found = 0, field.clinic, []
    for length in lengths:
        filled = shutil.copy(filled, field.folder / f"{uuid7()}.db")
        fill(filled, before, length - 1)
        before, found = length, [*found, filled]
    return found
