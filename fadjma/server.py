"""The server: one process on gevent, with its pump, clock and sweep beside it, and an end that loses nothing."""

import contextlib
import gc
import logging
import signal
import socket as network
import sys
import time

import click
import gevent
from gevent import pywsgi
from gevent.socket import socket
from sqlalchemy.exc import SQLAlchemyError

import config as settings

from . import create_app, demo
from .commands import clock
from .log import configure
from .realtime import archive, history, leases, signals, subscriptions, transport

log = logging.getLogger(__name__)
MINUTE = 60
ACCEPTED = 8  # new connections taken at once, before the others have a turn
COLLECTIONS = (5_000, 20, 20)  # objects made before the youngest are looked through, and how often the older ones
SWEEP = 5  # seconds between looks at who no longer reads a file
WORK_IN_HAND = 10.0  # seconds requests may take to finish once everybody has been sent away


def listen(host, port):
    """Return a listening socket. TCP_NODELAY is inherited: without it each keep-alive answer waits 44 ms."""
    listener = socket(network.AF_INET6 if ":" in host else network.AF_INET)
    listener.setsockopt(network.SOL_SOCKET, network.SO_REUSEADDR, 1)
    listener.setsockopt(network.IPPROTO_TCP, network.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
        listener.listen(4096)
    except OSError as error:
        raise settings.SettingsError(f"cannot listen on {host}, port {port}: {error.strerror or error}.") from error
    listener.setblocking(False)
    return listener


def settle_memory():
    """Leave what the start has made out of every later garbage collection, and collect less often (docs/performance.md)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)


class Server:
    """One process: what it listens on, what lives beside its requests, and how it ends."""

    def __init__(self, app, listener):
        self.app, self.in_hand, self.ending = app, 0, None
        log_to = logging.getLogger("pywsgi")
        handler = transport.handler_of(app)
        self.wsgi = pywsgi.WSGIServer(listener, self._count, handler_class=handler, log=None, error_log=log_to)
        self.wsgi.max_accept = ACCEPTED

    def _count(self, environ, start_response):
        """Serve a request, counted as work in hand unless it is a live connection."""
        live = environ["PATH_INFO"].startswith("/socket.io")
        self.in_hand += not live
        try:
            return self.app(environ, start_response)
        finally:
            self.in_hand -= not live

    def run(self):
        """Serve until the first SIGTERM or Ctrl-C has been carried out."""
        for number in (signal.SIGTERM, signal.SIGINT):
            gevent.signal_handler(number, self.stop)
        beside = self._start_beside()
        settle_memory()
        self.wsgi.serve_forever()
        if self.ending:
            self.ending.join()
        gevent.killall(beside)
        with self.app.app_context():
            self.app.extensions["leases"].end()

    def stop(self):
        """Drain; a second signal exits at once."""
        if self.ending is not None:
            sys.stderr.flush()
            raise SystemExit(0)
        self.ending = gevent.spawn(self._drain)

    def _drain(self):
        """Say not ready, stop listening, end connections one by one, let work in hand finish.

        The clients see `transport close` and come back by themselves, spread over the whole time, to another process.
        """
        self.app.extensions["draining"] = True
        self.wsgi.close()
        connections = list(self.app.extensions["presence"].connections.values())
        pause = self.app.config["DRAIN_SECONDS"] / max(1, len(connections))
        for connection in connections:
            transport.hang_up(connection)
            gevent.sleep(pause)
        deadline = time.monotonic() + WORK_IN_HAND
        while self.in_hand and time.monotonic() < deadline:
            gevent.sleep(0.02)
        self.wsgi.stop(timeout=0.2)

    def _start_beside(self):
        extensions = self.app.extensions
        bell = extensions["bell"]
        return [
            gevent.spawn(extensions["pump"].run),
            gevent.spawn(self._every, MINUTE, self._tick),
            gevent.spawn(self._every, SWEEP, clock.sweep),
            gevent.spawn(self._every, MINUTE, archive.run),
            gevent.spawn(self._every, 0.5, extensions["sweep"].run),
            gevent.spawn(self._every, history.PAUSE, extensions["metrics"].history.take),
            *(() if extensions["leases"].alone else (gevent.spawn(self._every, leases.RENEWAL, self._renew_lease),)),
            *(bell.start() if bell else ()),
            *(self._signalling() if extensions["signals"] else ()),
        ]

    def _signalling(self):
        yield gevent.spawn(self._every, signals.LOOK, self.app.extensions["signals"].run)
        yield gevent.spawn(self._every, MINUTE, subscriptions.forget_over)

    def _tick(self):
        """Let time act, in one process of many; were there two for a moment, nothing would be done twice."""
        if self.app.extensions["leases"].leads():
            clock.run()

    def _renew_lease(self):
        extensions = self.app.extensions
        figures = extensions["metrics"].figures()
        if signalling := extensions["signals"]:
            figures["open"] = signalling.told_to_others()
        extensions["leases"].renew(figures)

    def _every(self, seconds, act):
        while True:
            try:
                with self.app.app_context():
                    act()
            except Exception:
                log.exception("%s failed; it is tried again", act.__name__)
            gevent.sleep(seconds)


def greet(app, host, port):
    """Print the address, and in development who may sign in to the demo clinic."""
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"FADJMA: http://{shown}:{port}")
    if app.config["FADJMA_ENV"] != "development":
        return
    with app.app_context(), contextlib.suppress(SQLAlchemyError):  # it serves all the same, and /readyz says what is missing
        for line in demo.greeting():
            click.echo(line)


def main():
    """Serve until SIGTERM or Ctrl-C; return the exit code. Raises SettingsError where it cannot begin."""
    configure()
    app = create_app()
    host, port = settings.address()
    listener = listen(host, port)
    greet(app, host, listener.getsockname()[1])
    Server(app, listener).run()
    return 0
