"""The doorbell: after a commit, wakes the pumps: of this process at once, of the others through Redis if there is one.

Redis carries the names of streams and nothing else, and never stands in an act's way: names wait in a set for a greenlet
of their own, with short time-outs. A bell that is lost costs one second: each pump looks at the heads by itself.
"""

import logging

import gevent
from flask import current_app
from gevent.event import Event
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
CHANNEL = "fadjma:bell"
PATIENCE = 0.5  # seconds Redis may take to answer
PULSE = 1.0  # seconds between signs of life, asked and expected


def ring(streams):
    """Wake the pumps for `streams`; this process's has its turn before whoever acted is answered: others wait for the news.

    In tests it has sent everything when this returns.
    """
    pump = current_app.extensions["pump"]
    pump.ring(streams)
    if bell := current_app.extensions["bell"]:
        bell.ring(streams)
    if current_app.config["PUMP_INLINE"]:
        pump.turn()
    else:
        gevent.sleep(0)


class Bell:
    """The bell between processes: one greenlet rings the others, one hears them."""

    def __init__(self, url, pump, degraded):
        self.url, self.pump, self.degraded = url, pump, degraded
        self.names: set[str] = set()
        self.waiting = Event()

    def ring(self, streams):
        """Leave names for the ringing greenlet; returns at once, whatever state Redis is in."""
        self.names |= set(streams)
        self.waiting.set()

    def start(self):
        """Start both greenlets; return them."""
        return [gevent.spawn(self._for_ever, self._publish), gevent.spawn(self._for_ever, self._listen)]

    def _for_ever(self, act):
        while True:
            redis = Redis.from_url(self.url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None)
            try:
                act(redis)
            except (RedisError, OSError) as error:
                self.degraded.set(1)
                log.warning("Redis does not answer (%s): looking at the heads instead", type(error).__name__)
            finally:
                redis.close()
            gevent.sleep(PULSE)

    def _publish(self, redis):
        redis.ping()
        self.degraded.set(0)
        while True:
            self.waiting.wait(PULSE)
            self.waiting.clear()
            names, self.names = self.names, set()
            try:
                redis.publish(CHANNEL, " ".join(sorted(names))) if names else redis.ping()
            except BaseException:
                self.names |= names
                raise

    def _listen(self, redis):
        with redis.pubsub() as ears:
            ears.subscribe(CHANNEL)
            self.pump.ring_all()  # what rang while nobody listened
            unanswered = False
            while True:
                said = ears.get_message(timeout=PULSE)
                if said is None:
                    if unanswered:
                        raise TimeoutError("no sign of life")
                    ears.ping()
                    unanswered = True
                    continue
                unanswered = False
                if said["type"] == "message":
                    self.pump.ring(said["data"].decode().split())
