"""The writer: a process that makes many announcements in one transaction, so that many events are ready at the same time.

`python -m bench.writer` announces in the database of FADJMA_DATABASE_URL: a line `TIMES AUDIENCE` is one act, answered with
a line once it is committed. The server learns of it as of another process's act: its pump looks at the heads every second.
"""

import subprocess
import sys

from tests.databases import surroundings

TITLE = "Campagne de vaccination"
MESSAGE = "Campagne de vaccination samedi matin au centre de santé, de 8 h à 13 h. Venez avec votre carnet. "


class Writer:
    """The process, for whoever drives it."""

    def __init__(self, url):
        command = [sys.executable, "-m", "bench.writer"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=surroundings(FADJMA_DATABASE_URL=url), **pipes)
        self.process.stdout.readline()  # it is ready

    def announce(self, times, audience):
        """Announce `times` things to an audience in one transaction; return once it is committed."""
        self.process.stdin.write(f"{times} {audience}\n")
        self.process.stdin.flush()
        if not self.process.stdout.readline():
            raise RuntimeError("the writer ended")

    def stop(self):
        """End it."""
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def main():
    """Announce what standard input asks for."""
    from fadjma import create_app
    from fadjma.commands import command
    from fadjma.domain.events import AnnouncementMade
    from fadjma.extensions import db
    from fadjma.models import Announcement, User
    from fadjma.realtime import record

    @command
    def announce_often(times, audience, *, actor, now):
        made = [
            Announcement(author_id=actor.id, audience=audience, title=TITLE, message=MESSAGE, created_at=now)
            for _ in range(times)
        ]
        db.session.add_all(made)
        db.session.flush()
        for announcement in made:
            record(AnnouncementMade(subject_id=announcement.id, actor_id=actor.id, audience=announcement.audience))
        return made[0]

    with create_app("development").app_context():
        admin = User.query.filter_by(role="admin").first()
        print("ready", flush=True)
        for line in sys.stdin:
            times, audience = line.split()
            announce_often(int(times), audience, actor=admin)
            print("committed", flush=True)


if __name__ == "__main__":
    main()
