"""Broadcast: one act, one event to each of N sockets. CPU a delivered message, with the act and without it; latency.

Without the act: less what the same act costs when nobody hears it. Every delivery is counted, and every number in order.
"""

from ..field import rounds
from ..figures import Figure
from ..load import exact

SIDES = ("ours", "node", "flask", "floor")
SOCKETS = (100, 1_000, 4_000)
MESSAGES = 25  # a round: a client that acknowledges does so once in it


def run(field, options):
    """Return the figures for each number of sockets."""
    sockets = options.sockets or ((100, 1_000) if options.quick else SOCKETS)
    found = []
    for many in sockets:
        with field.servers(*options.of(SIDES)) as sides:
            found += at(sides, many, field.program, options)
    return found


def at(sides, many, program, options):
    """Return the figures of `sides` with `many` sockets each."""
    net = Figure(f"broadcast-{many}", f"broadcast to {many:,} sockets", "µs CPU a message")
    gross = Figure(f"broadcast-{many}-gross", f"broadcast to {many:,} sockets, the act included", "µs CPU a message")
    half = Figure(f"broadcast-{many}-p50", f"broadcast to {many:,} sockets, p50", "ms")
    slow = Figure(f"broadcast-{many}-p99", f"broadcast to {many:,} sockets, p99", "ms")
    client = Figure(f"broadcast-{many}-client", f"broadcast to {many:,} sockets, the load client", "µs CPU a message")
    messages = options.messages or MESSAGES
    for side in sides:
        side.connect(many, program)
        once(side, messages)  # warm
    for _, side in rounds(sides, options.rounds or (3 if options.quick else 5)):
        heard, said = once(side, messages)
        unheard = act_alone(side, messages)
        gross.add(side.name, 1e6 * heard / (messages * many))
        net.add(side.name, 1e6 * max(heard - unheard, 0) / (messages * many))
        client.add(side.name, 1e6 * said["used"] / (messages * many))
        half.add(side.name, said["p50"]), slow.add(side.name, said["p99"])
    return [net, gross, half, slow, client]


def once(side, messages):
    """Tell everyone `messages` times, each once the one before has come to all; return (CPU seconds, what was counted)."""
    many = side.load.many
    client = side.load.wait(0.3)["cpu"]  # what the round before left over has come
    side.load.reset()
    before = side.cpu()
    for number in range(1, messages + 1):
        side.load.since()
        side.tell(side.everyone)
        side.load.expect(number * many)
    said = exact(side.load.wait(0.3), many=many, each=messages)  # the last acknowledgements
    return side.cpu() - before, said | {"used": said["cpu"] - client}


def act_alone(side, messages):
    """Return the CPU seconds of the same acts where nobody hears them."""
    before = side.cpu()
    for _ in range(messages):
        side.tell("nobody")
    return side.cpu() - before
