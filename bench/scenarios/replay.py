"""Replay: 500 people return at once, each 200 events behind. Seconds until the last is at the head, and what the others,
a hundred doctors to whom something is announced meanwhile, wait for their own events.
"""

import threading
import time

from ..figures import Figure
from ..load import Load

CLIENTS, EVENTS, OTHERS = 500, 200, 100


def run(field, options):
    """Return the seconds of the last and of half, and the others' p99, of each return."""
    last = Figure("replay-last", f"{EVENTS} events to each of {CLIENTS} who return: the last at the head", "s")
    half = Figure("replay-half", "that return: half of all events delivered", "s")
    others = Figure("replay-others-p99", "other people's own events during that return, p99", "ms")
    quiet = Figure("replay-quiet-p99", "other people's own events when nobody returns, p99", "ms")
    with field.servers("ours") as (ours,):
        doctors = Load(field.program, ours.port, [{"token": token} for _, token in field.people["doctor"][:OTHERS]])
        try:
            doctors.open()
            missed(ours, field.program)
            for _ in range(options.rounds or (1 if options.quick else 3)):
                quiet.add(ours.name, listened(ours, doctors, lambda: time.sleep(1))[1]["p99"])
                said, waited = listened(ours, doctors, lambda: returned(ours, field.program))
                last.add(ours.name, said["max"] / 1000), half.add(ours.name, said["p50"] / 1000)
                others.add(ours.name, waited["p99"])
        finally:
            doctors.stop()
    return [last, half, others, quiet]


def missed(ours, program):
    """Have EVENTS told to the patients, one transaction each ten, while nobody but one listens."""
    ours.connect(1, program)
    for _ in range(EVENTS // 10):
        ours.tell(ours.everyone, 10)
    ours.load.expect(EVENTS)
    ours.load.stop()


def returned(ours, program):
    """Let everybody come back with their cursors; return what was counted once all are at the head."""
    head = ours.post("/api/v1/me", None, ours.people["patient"][0][1], method="GET")["streams"]["patients"]
    back = {"cursors": {"patients": head - EVENTS}, "resumed": True}
    ours.load = Load(program, ours.port, [auth | back for auth in ours.auths(CLIENTS)])
    ours.load.since()
    ours.load.open(at_once=CLIENTS)
    said = ours.load.expect(CLIENTS * EVENTS)
    if (said["least"], said["most"], said["holes"], said["resyncs"], said["lost"]) != (EVENTS, EVENTS, 0, 0, 0):
        raise AssertionError(f"the replay was not exact: {said}")
    ours.load.stop()
    return said


def listened(ours, doctors, meanwhile):
    """Announce to the doctors for as long as `meanwhile` takes; return (its result, what the doctors' client counted)."""
    over, told = threading.Event(), []
    doctors.reset()
    doctors.since(0)

    def announce():
        teller = type(ours)(ours.folder, ours.people)
        teller.port = ours.port
        while not over.is_set():
            teller.tell("doctors")
            told.append(1)
            time.sleep(0.02)

    thread = threading.Thread(target=announce)
    thread.start()
    try:
        result = meanwhile()
    finally:
        over.set()
        thread.join()
    return result, doctors.expect(len(told) * OTHERS, seconds=30)
