"""The books of push subscriptions: which device was signalled to when, and which is forgotten. No act of anybody's."""

from sqlalchemy import delete, or_, select, update

from ..domain.push_subscriptions import PAUSE
from ..extensions import db
from ..models import PushSubscription, Session
from ..models.types import utcnow


def claim(id, now):
    """Say that a device is signalled to now; False where another process has just done so."""
    free = or_(PushSubscription.pushed_at.is_(None), PushSubscription.pushed_at <= now - PAUSE)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        mine = update(PushSubscription).where(PushSubscription.id == id, free).values(pushed_at=now)
        return connection.execute(mine).rowcount == 1


def forget(id):
    """Delete a subscription that its browser has withdrawn."""
    _delete(PushSubscription.id == id)


def forget_over(now=None):
    """Delete those whose session is over. They are not used any more; nor are they kept."""
    now = now or utcnow()
    over = select(Session.id).where(or_(Session.ended_at.is_not(None), Session.expires_at <= now))
    _delete(PushSubscription.session_id.in_(over))


def _delete(condition):
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(delete(PushSubscription).where(condition))
