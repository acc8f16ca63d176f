"""Sequencing: how many facts a second one process records, renders and sends, and how long each takes from its act.

A process of its own, with the application's commands, journal, audit chain, pump and rendering; only the sockets are
counted instead of written. `python -m bench.scenarios.sequencing URL` prints one JSON line.
"""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import json
import subprocess
import sys
import time
from uuid import uuid4

from tests.databases import address, flask, surroundings
from tests.postgres import Postgres

from ..figures import Figure

ACTS, QUICK, PEOPLE = 2_000, 200, 50


def run(field, options):
    """Return the figures of SQLite and of a PostgreSQL of the benchmark's own, both durable."""
    clinic = field.copy()
    cluster = Postgres(durable=True).start()
    try:
        url = cluster.new_database()
        flask("db", "upgrade", FADJMA_DATABASE_URL=url), flask("seed", FADJMA_DATABASE_URL=url)
        acts = options.messages or (QUICK if options.quick else ACTS)
        found = {"SQLite": measure(address(clinic), acts), "PostgreSQL": measure(url, acts)}
    finally:
        cluster.destroy()
    names = {"per_second": ("acts recorded, rendered and sent by one process", "a second")}
    names |= {"p50": ("one process alone: act → sent, p50", "ms"), "p99": ("one process alone: act → sent, p99", "ms")}
    return [
        Figure(f"sequencing-{name}", what, unit, {database: [said[name]] for database, said in found.items()})
        for name, (what, unit) in names.items()
    ]


def measure(url, acts):
    """Return {acts a second, p50 and p99 in ms from act to sent} on the migrated and populated database at `url`."""
    command = [sys.executable, "-m", "bench.scenarios.sequencing", url, str(acts)]
    ran = subprocess.run(command, env=surroundings(FADJMA_DATABASE_URL=url), capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def main(_url, acts):
    """Act as fast as one process can, one act after the other, and print what came of it."""
    import gevent

    from fadjma import create_app
    from fadjma.commands import command
    from fadjma.domain.events import PasswordChanged
    from fadjma.models import User
    from fadjma.realtime import record, transport

    @command
    def tell(id, *, actor, now):
        record(PasswordChanged(subject_id=id, actor_id=None))

    app, acts = create_app("development"), int(acts)
    waits, sent = [], app.extensions["metrics"].sent
    transport.offer = lambda connection, run: True
    app.extensions["metrics"].sent = lambda event, seconds, many: (
        waits.extend([seconds] * many),
        sent(event, seconds, many),
    )
    gevent.spawn(app.extensions["pump"].run)
    with app.app_context():
        ids = [user.id for user in User.query.filter_by(role="patient").limit(PEOPLE)]
        for id in ids:
            app.extensions["presence"].add(_connection(id))
        start = time.perf_counter()
        for number in range(acts):
            tell(ids[number % len(ids)])
            gevent.sleep(0)
        while len(waits) < acts:
            gevent.sleep(0.001)
        seconds = time.perf_counter() - start
    waits.sort()
    print(json.dumps({"per_second": acts / seconds, "p50": 1000 * waits[acts // 2], "p99": 1000 * waits[acts * 99 // 100]}))


def _connection(user_id):
    from fadjma.queries.streams import user_stream
    from fadjma.realtime import journal
    from fadjma.realtime.connection import Connection

    head = journal.heads([user_stream(user_id)])
    sid = uuid4().hex
    return Connection(sid, sid, user_id, uuid4(), "patient", "fr", "bench", "127.0.0.1", None, head)


if __name__ == "__main__":
    main(*sys.argv[1:])
