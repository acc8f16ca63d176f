"""`make cluster`: PostgreSQL, Redis, N server processes and nginx on loopback ports of their own, until Ctrl-C.

nginx reads the files that are shipped (deploy/nginx); what differs is said in one place, nginx.py here. The processes run
with FADJMA_ENV=development, because there is no TLS on loopback and production's cookies are sent over TLS alone; their
secrets are made once, in the cluster's folder.
"""

import os
import subprocess
import sys
import time

from .nginx import Nginx
from .place import ROOT, Failure, free_ports, secret
from .postgres import Postgres
from .programs import Program
from .redis import Redis
from .server import Server

SECRETS = ("FADJMA_SECRET_KEY", "FADJMA_JWT_SECRET_KEY", "FADJMA_AUDIT_KEY", "FADJMA_VAPID_PRIVATE_KEY")
LOOK = 0.2  # seconds between looks at what has ended
PAUSE = 1.0  # seconds before what ended by itself is started again


class Cluster:
    """Everything that runs, in the order in which it is started; it ends the other way round."""

    def __init__(self, folder, processes):
        database, bell, front, *ports = free_ports(3 + processes)
        self.folder, self.url = folder, f"http://127.0.0.1:{front}"
        self.postgres = Postgres(folder, database, processes)
        self.redis = Redis(folder, bell)
        self.servers = [Server(folder, port, self.environment()) for port in ports]
        self.nginx = Nginx(folder, front, ports)
        self.ending = False

    def environment(self):
        """Return the settings of the processes: the caller's own, and what makes them one clinic behind one hop."""
        return {
            **os.environ,
            "FADJMA_ENV": "development",
            "FADJMA_DATABASE_URL": self.postgres.url,
            "FADJMA_REDIS_URL": self.redis.url,
            "FADJMA_TRUSTED_PROXIES": "1",
            "FADJMA_HOST": "127.0.0.1",
            **{name: secret(self.folder / name.removeprefix("FADJMA_").lower()) for name in SECRETS},
        }

    @property
    def programs(self) -> list[Program]:
        """Everything that runs."""
        return [self.postgres, self.redis, *self.servers, self.nginx]

    def start(self):
        """Start everything; return the lines that say who may sign in. Raises Failure, saying what did not start."""
        for program in (self.postgres, self.redis):
            program.start()
        greeting = self._open_the_clinic()
        for server in self.servers:
            server.launch()
        for server in self.servers:
            server.wait_until_ready()
        self.nginx.start()
        return greeting

    def _open_the_clinic(self):
        """Migrate, and seed the first time."""
        command = [sys.executable, "-m", "deploy.cluster.clinic"]
        opened = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True)
        if opened.returncode:
            raise Failure((opened.stderr.strip() or "the clinic could not be opened").splitlines()[-1])
        return opened.stdout.rstrip()

    def watch(self):
        """Start again whatever ends by itself, for ever: a process that drained comes back with today's code."""
        due: dict[Program, float] = {}
        while True:
            time.sleep(LOOK)
            for program in self.programs:
                if not program.runs() and time.monotonic() >= due.setdefault(program, time.monotonic() + PAUSE):
                    del due[program]
                    print(f"{program.name} had ended ({program.status()}): started again.", flush=True)
                    program.launch()

    def hurry(self):
        """End at once what is ending: a second Ctrl-C."""
        for program in self.programs:
            program.kill()

    def stop(self):
        """End everything and wait for it: the processes together, so that they drain at the same time."""
        for server in self.servers:
            server.end()
        for program in [*self.servers, self.nginx, self.redis, self.postgres]:
            program.stop()
