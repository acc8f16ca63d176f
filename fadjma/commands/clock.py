"""What time does: requests lapse, accesses end, ordonnances expire, phones lock.

Idempotent: any process may run it, any minute.
"""

import logging

from ..domain.errors import Refusal
from ..models.types import utcnow
from ..queries import access_ends, delegations, prescriptions, readings, sessions, stock
from .access_requests import end_access_request, warn_of_end
from .deadlines import repeat_prescription, return_uncollected, warn_of_expiry
from .delegations import end_delegation_by_time
from .locks import lock_idle_session
from .prescriptions import expire_prescription
from .readings import end_reading
from .stock import tell_near_expiry

log = logging.getLogger(__name__)


def run(now=None):
    """Do everything that is due at `now`; return how many things ended. Each is a transaction of its own."""
    now = now or utcnow()
    acts = [(end_access_request, id) for id in access_ends.due(now)]
    acts += [(warn_of_end, id) for id in access_ends.ending(now)]
    acts += [(end_delegation_by_time, id) for id in delegations.over(now)]
    acts += [(expire_prescription, id) for id in prescriptions.expired(now)]
    acts += [(return_uncollected, id) for id in prescriptions.uncollected(now)]
    acts += [(warn_of_expiry, id) for id in prescriptions.expiring(now)]
    acts += [(repeat_prescription, id) for id in prescriptions.repeating(now)]
    acts += [(lock_idle_session, id) for id in sessions.idle(now)]
    acts += [(tell_near_expiry, id) for id in stock.nearing_expiry(now.date())]
    return sum(_done(act, id, now) for act, id in acts)


def sweep(now=None):
    """End the readings whose page no longer renews them; return how many. Every few seconds: a patient is watching."""
    now = now or utcnow()
    return sum(_done(end_reading, id, now) for id in readings.over(now))


def _done(act, id, now):
    try:
        act(id, now=now)
    except Refusal:
        return False  # another process, or the person, was faster
    except Exception:
        log.exception("%s of %s failed; it is tried again in a minute", act.__name__, id)
        return False
    return True
