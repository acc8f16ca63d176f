"""Telling a crowd: the same bytes to all its wires in a row, once those have left it who differ."""

from . import transport
from .bundles import MOST, next_for
from .readers import Readers, differing

TOGETHER = 250  # connections written to before other greenlets get a turn


def tell(crowd, shelf, presence, breathe):
    """Send its next run to a crowd; return (run or None, how many got it, who had to leave and is to be told alone)."""
    due = shelf.above(crowd.seq)
    if not due or not crowd.members:
        return None, 0, []
    people, since = differing(due)
    apart = crowd.part_with([one for id in people for one in presence.of_person(id)], since)
    apart += crowd.shed(min(MOST, len(due)))
    run = _common(crowd, shelf, due, apart)
    if not run:  # nobody is left, or there is a hole in the numbers, of which each is told alone
        return None, 0, apart + crowd.part()
    return run, _write(crowd, run, breathe), apart


def _common(crowd, shelf, due, apart):
    """Return the run that all members are due, as one of them sees it; whose account was just closed sees otherwise."""
    for one in list(crowd.members.values()):
        readers = Readers([one], due)
        if readers.is_open(one):
            return next_for(one, crowd.stream, shelf, readers)
        crowd.leave(one)
        apart.append(one)
    return None


def _write(crowd, run, breathe):
    wires, left, full = list(crowd.members), crowd.left, list[object]()
    crowd.note_told(run)
    crowd.unwritten.update(wires)
    for begin in range(0, len(wires), TOGETHER):
        some = wires[begin : begin + TOGETHER]
        if crowd.left != left:  # while the others had their turn
            some = [wire for wire in some if wire in crowd.members]
        crowd.unwritten.difference_update(some)
        full += transport.write(some, run)
        breathe(begin + TOGETHER)
    crowd.unwritten.clear()  # who left before their turn
    for one in [crowd.members[wire] for wire in full if wire in crowd.members]:
        crowd.leave(one, at=run.first - 1)
    crowd.shed(1)
    return len(wires) - len(full)
