"""Acts on push subscriptions: having a device signalled to while its page is closed, and no more."""

from flask import current_app
from sqlalchemy import delete, or_

from ..domain import push_subscriptions as rules
from ..domain.errors import NotFound
from ..domain.events import DeviceSubscribed, DeviceUnsubscribed
from ..extensions import db
from ..models import PushSubscription
from ..queries import sessions
from ..realtime import record
from . import command


@command(unverified=True)
def subscribe_device(session_id, *, endpoint, p256dh, auth, actor, now):
    """Signal to this device of the actor's from now on, at `endpoint`; return its session.

    An endpoint is one browser's: whoever had it before on a shared phone is signalled to there no more.
    """
    session, config = sessions.find(actor, session_id, now), current_app.config
    if config["VAPID_PRIVATE_KEY"] is None:
        raise NotFound
    rules.check(endpoint, p256dh, auth, hosts=config["PUSH_HOSTS"])
    theirs = or_(PushSubscription.session_id == session.id, PushSubscription.endpoint == endpoint)
    db.session.execute(delete(PushSubscription).where(theirs))
    db.session.add(PushSubscription(session_id=session.id, endpoint=endpoint, p256dh=p256dh, auth=auth, created_at=now))
    record(DeviceSubscribed(subject_id=session.id, actor_id=actor.id))
    return session


@command(unverified=True)
def unsubscribe_device(session_id, *, actor, now):
    """Signal to this device of the actor's no more; return its session."""
    session = sessions.find(actor, session_id, now)
    db.session.execute(delete(PushSubscription).where(PushSubscription.session_id == session.id))
    record(DeviceUnsubscribed(subject_id=session.id, actor_id=actor.id))
    return session
