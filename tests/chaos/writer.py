"""A process that only writes: facts for random people, committed late, a tenth of them rolled back. Stops when told.

python -m tests.chaos.writer '{"people": ["<id>", …], "writers": 8, "pause": 0.05, "delay": 0.03}'
out  one JSON line at the end: {"committed": 4711, "rolled_back": 530}
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import random  # noqa: E402
import sys  # noqa: E402
from uuid import UUID  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402

from fadjma import create_app  # noqa: E402
from fadjma.commands import command  # noqa: E402
from fadjma.domain.errors import Conflict  # noqa: E402
from fadjma.domain.events import AnnouncementMade, PasswordChanged  # noqa: E402
from fadjma.extensions import db  # noqa: E402
from fadjma.models import Announcement  # noqa: E402
from fadjma.models.announcements import Audience  # noqa: E402
from fadjma.realtime import record  # noqa: E402

told = {"committed": 0, "rolled_back": 0}


@command
def tell(people, author, delay, *, actor, now):
    """Tell some people something, perhaps all of them, slowly, and perhaps not at all."""
    for id in people:
        record(PasswordChanged(subject_id=id, actor_id=None))
    if random.random() < 0.02:
        announcement = Announcement(
            author_id=author, audience=Audience.PATIENTS, title="Avis", message="Avis", created_at=now
        )
        db.session.add(announcement)
        db.session.flush()
        record(AnnouncementMade(subject_id=announcement.id, actor_id=None, audience=Audience.PATIENTS))
    gevent.sleep(random.uniform(0, delay))
    if random.random() < 0.1:
        raise Conflict("not_due")


def write(app, people, author, pause, delay, enough):
    """Tell until it is enough."""
    while not enough.is_set():
        with app.app_context():
            try:
                tell(random.sample(people, random.randint(1, 3)), author, delay)
                told["committed"] += 1
            except Conflict:
                told["rolled_back"] += 1
        gevent.sleep(random.uniform(0, 2 * pause))


def main():
    """Write until standard input closes."""
    order = json.loads(sys.argv[1])
    app = create_app("development")
    if bell := app.extensions["bell"]:
        bell.start()
    people, author = [UUID(id) for id in order["people"]], UUID(order["author"])
    enough, habits = Event(), (order["pause"], order["delay"])
    writers = [gevent.spawn(write, app, people, author, *habits, enough) for _ in range(order["writers"])]
    gevent.get_hub().threadpool.apply(sys.stdin.read)
    enough.set()
    gevent.joinall(writers, raise_error=True)
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
