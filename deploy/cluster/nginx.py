"""nginx: the shipped files of deploy/nginx, and around them what is this cluster's own: ports, folders, no TLS."""

import os
import shutil
import signal

from .place import ROOT, give, identity, room
from .programs import Program, answers

SHIPPED = ROOT / "deploy" / "nginx"
OWN = """daemon off;
pid {home}/nginx.pid;
error_log stderr crit;
worker_processes 2;
events {{ worker_connections 4096; }}
http {{
    include {shipped}/http.conf;
    access_log {home}/access.log fadjma;
    {rooms}
    server {{
        listen 127.0.0.1:{port};
        include {shipped}/site.conf;
    }}
}}
"""


def executable():
    """Return nginx, which Debian keeps where only root's path leads."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin") or "nginx"


def rooms(folder):
    """Return the lines that keep what nginx sets aside for a moment in `folder`, which need not be root's."""
    return " ".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))


class Nginx(Program):
    """One nginx in front of the processes."""

    stopping = signal.SIGTERM  # at once; its clients have been sent away by the processes

    def __init__(self, folder, port, ports):
        self.port = port
        self.home = room(folder, "nginx")
        self._write("nginx.conf", OWN.format(home=self.home, shipped=SHIPPED, port=port, rooms=rooms(self.home)))
        lines = (f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;\n" for port in ports)
        self._write("processes.conf", "".join(lines))
        command = [executable(), "-p", self.home, "-c", self.home / "nginx.conf", "-e", "stderr"]
        super().__init__("nginx", command, folder=folder, **identity())

    def _write(self, name, text):
        (self.home / name).write_text(text)
        give(self.home / name)

    def ready(self):
        """Return whether it answers."""
        return answers(self.port)
