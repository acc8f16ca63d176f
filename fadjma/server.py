"""The server: one process on gevent, its pump and clock beside it."""

import logging
import signal
import sys

import gevent
from gevent import pywsgi
from gevent.socket import SO_REUSEADDR, SOL_SOCKET, socket
from geventwebsocket.handler import WebSocketHandler

import config as settings

from . import create_app
from .commands import clock
from .log import configure

log = logging.getLogger(__name__)
MINUTE = 60


def listen(host, port):
    """Return a listening socket. TCP_NODELAY is inherited: without it each keep-alive answer waits 44 ms."""
    listener = socket()
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    listener.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY
    listener.bind((host, port))
    listener.listen(4096)
    listener.setblocking(False)
    return listener


def start_beside(app):
    """Start what lives beside the requests: the pump, the clock, the sweep, and the bell where there is Redis."""
    bell = app.extensions["bell"]
    return [
        gevent.spawn(app.extensions["pump"].run),
        gevent.spawn(_every, MINUTE, app, clock.run),
        gevent.spawn(_every, 0.5, app, app.extensions["sweep"].run),
        *(bell.start() if bell else ()),
    ]


def _every(seconds, app, act):
    while True:
        try:
            with app.app_context():
                act()
        except Exception:
            log.exception("%s failed; it is tried again", act.__name__)
        gevent.sleep(seconds)


def main():
    """Serve until SIGTERM or Ctrl-C; return the exit code."""
    configure()
    try:
        app = create_app()
        host, port = settings.address()
        listener = listen(host, port)
    except (settings.SettingsError, OSError) as error:
        print(f"fadjma: {error}", file=sys.stderr)
        return 1
    server = pywsgi.WSGIServer(
        listener, app, handler_class=WebSocketHandler, log=None, error_log=logging.getLogger("pywsgi")
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, server.stop)
    beside = start_beside(app)
    shown = f"[{host}]" if ":" in host else host
    print(f"FADJMA: http://{shown}:{listener.getsockname()[1]}", flush=True)
    server.serve_forever()
    gevent.killall(beside)
    return 0
