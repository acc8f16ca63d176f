"""Idle: a thousand people with their pages open, and nothing happens. CPU a minute for the heartbeat and the looks around.

Less what the same server uses with nobody connected, which is reported too: its clock, its sweep, its look at the heads.
"""

import time

from ..figures import Figure

SIDES = ("ours", "node", "flask")
SOCKETS, SECONDS, QUICK = 1_000, 60, 26  # the heartbeat comes every 25 s
SETTLE = 3  # seconds in which a start or a storm is over


def run(field, options):
    """Return the CPU of all sides, which idle at the same time."""
    (many,) = options.sockets or (SOCKETS,)
    seconds = QUICK if options.quick else SECONDS
    beat = Figure("idle", f"{many:,} idle for a minute", "ms CPU")
    empty = Figure("idle-empty", "nobody there for a minute", "ms CPU")
    with field.servers(*options.of(SIDES)) as sides:
        time.sleep(SETTLE)
        alone = used(sides, seconds)
        for side in sides:
            side.connect(many, field.program)
        time.sleep(SETTLE)
        held = used(sides, seconds)
        for side in sides:
            empty.add(side.name, alone[side.name])
            beat.add(side.name, held[side.name] - alone[side.name])
            if (said := side.load.wait(0.1))["lost"]:
                raise AssertionError(f"{side.name} lost {said['lost']} idle connections")
    return [beat, empty]


def used(sides, seconds):
    """Let time pass; return {side: CPU ms a minute}."""
    before = {side.name: side.cpu() for side in sides}
    time.sleep(seconds)
    return {side.name: 1e3 * (side.cpu() - before[side.name]) * 60 / seconds for side in sides}
