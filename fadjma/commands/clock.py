"""What time does: requests lapse and expire, ordonnances expire. Idempotent, so that any process may run it, any minute."""

import logging

from ..domain.access_requests import LAPSE
from ..domain.errors import Refusal
from ..models.types import utcnow
from ..queries import access_requests, prescriptions
from .access_requests import end_access_request
from .prescriptions import expire_prescription

log = logging.getLogger(__name__)


def run(now=None):
    """Do everything that is due at `now`; return how many things ended. Each is a transaction of its own."""
    now = now or utcnow()
    lapsed, expired = access_requests.due(now, LAPSE)
    acts = [(end_access_request, id) for id in (*lapsed, *expired)]
    acts += [(expire_prescription, id) for id in prescriptions.expired(now)]
    return sum(_done(act, id, now) for act, id in acts)


def _done(act, id, now):
    try:
        act(id, now=now)
    except Refusal:
        return False  # another process, or the person, was faster
    except Exception:
        log.exception("%s of %s failed; it is tried again in a minute", act.__name__, id)
        return False
    return True
