"""Signals: who has been told something and has no page open. Beside the acts, after their commit, never in their way.

Every few seconds the process that leads looks at the facts of ten seconds ago: all are committed, and what an open page did
not acknowledge by now nobody has seen. Whoever was notified of one, has not read it and has a device without such a page is
signalled to there, once a minute at most. What waits is in memory: a process that dies takes back a minute of facts with the
next one that leads, and may lose a signal's further tries; the notification is a row and is never lost.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import UUID

from flask import current_app
from gevent.pool import Pool

from ..domain.push_subscriptions import PAUSE, SETTLED, next_try
from ..extensions import db
from ..languages import known, speaking
from ..models.types import utcnow
from ..queries import notifications, push_subscriptions
from . import subscriptions
from .journal import first_id, loud_streams

log = logging.getLogger(__name__)
LOOK = 2.0  # seconds between two looks
LOOK_BACK = timedelta(minutes=1)  # of a process that begins to lead: to what its predecessor may not have come
UNANSWERED = 8.0  # seconds after which a page that acknowledges nothing is asleep, whatever its connection says
AT_ONCE = 8  # signals on their way at a time
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """A device that may have to be signalled to: from which fact on, how often that failed, when it is looked at again."""

    first: UUID
    tries: int = 0
    at: datetime = field(default=NEVER)


def is_open(connection):
    """Is there a page at the other end that hears us?"""
    since = connection.waits_since()
    return since is None or monotonic() - since < UNANSWERED


class Signals:
    """One per process; the one that leads sends."""

    def __init__(self, postman, presence, leases, *, inline):
        self.postman, self.presence, self.leases = postman, presence, leases
        self.pool = None if inline else Pool(AT_ONCE)
        self.seen: datetime | None = None  # up to when facts were looked at
        self.due: dict[UUID, Due] = {}  # by the subscription's id

    def open_here(self):
        """Return the sessions with an open page in this process, as text."""
        return {str(one.session_id) for one in list(self.presence.connections.values()) if is_open(one)}

    def told_to_others(self):
        """Return those of them that the process which leads must know: the ones it may otherwise signal to."""
        if self.leases.alone:
            return []
        return sorted(map(str, push_subscriptions.subscribed_among({UUID(id) for id in self.open_here()})))

    def run(self, now=None):
        """Look at what was told, and signal to whom that has not reached. Needs an application context."""
        if not self.leases.leads():
            self.seen, self.due = None, {}
            return
        now = now or utcnow()
        self._notice(now)
        due = [(id, one) for id, one in self.due.items() if one.at <= now]
        open_anywhere = self._open_anywhere() if due else set()
        for id, one in due:
            del self.due[id]
            self._settle(id, one, open_anywhere, now)

    def _notice(self, now):
        until = now - SETTLED
        since, self.seen = self.seen or until - LOOK_BACK, until
        first = first_id(since.timestamp())
        for subscription in push_subscriptions.of_streams(loud_streams(first, first_id(until.timestamp())), now):
            self.due.setdefault(subscription.id, Due(first))

    def _open_anywhere(self):
        return self.open_here().union(*(figures.get("open", ()) for figures in self.leases.others()))

    def _settle(self, id, due, open_anywhere, now):
        """Signal to one device, if there still is something it has not seen; or leave it for later."""
        subscription = push_subscriptions.find_good(id, now)
        if subscription is None or str(subscription.session_id) in open_anywhere:
            return
        before = subscription.pushed_at
        first = due.first if due.tries or before is None else max(due.first, first_id(before.timestamp()))
        person = subscription.session.user
        if not notifications.has_unread(person, first, first_id((now - SETTLED).timestamp())):
            return
        if before is not None and now - before < PAUSE:
            self.due[id] = replace(due, at=before + PAUSE)
            return
        address, language = (subscription.endpoint, subscription.p256dh, subscription.auth), known(person.language)
        with speaking(language):
            title = current_app.jinja_env.get_template("shell/signal.txt").render().strip()
        db.session.rollback()
        if subscriptions.claim(id, now):
            self._start(id, due, (address, title, language), now)

    def _start(self, *signal):
        if self.pool is None:
            self._send(*signal)
        else:
            self.pool.spawn(self._send, *signal)

    def _send(self, id, due, signal, now):
        try:
            outcome = self.postman.hand_over(*signal)
            if outcome.is_gone:
                subscriptions.forget(id)
            elif not outcome.is_taken:
                self._try_again(id, due, outcome, now)
        except Exception:
            log.exception("a signal could not be sent")

    def _try_again(self, id, due, outcome, now):
        tries = due.tries + 1
        wait = next_try(tries, outcome.wait) if outcome.may_pass else None
        if wait is None:
            log.error("a signal was given up after %s tries: status %s", tries, outcome.status)
            return
        log.warning("a signal failed: status %s; it is tried again", outcome.status)
        self.due[id] = replace(due, tries=tries, at=now + wait)
