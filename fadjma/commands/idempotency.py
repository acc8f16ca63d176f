"""Idempotency: a repeated POST finds what the first one did, and does nothing again.

The web layer puts the request's key in `g.idempotency`; `@command` asks here before it acts, and writes the key in the
act's own transaction. So a key exists if and only if its act was committed.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g
from sqlalchemy import delete, insert

from ..domain.errors import Invalid
from ..extensions import Base, db
from ..models import IdempotencyKey

KEPT = timedelta(hours=24)
MOST = 255  # characters of a key


@dataclass
class Request:
    """One POST as its sender named it. `outcome` is the state the first one left, once that is known."""

    method: str
    path: str
    key: str
    body: bytes
    outcome: str | None = None

    def digest(self, actor_id):
        return hashlib.sha256("\0".join((str(actor_id), self.method, self.path, self.key)).encode()).hexdigest()

    def body_digest(self):
        """Return a keyed digest: a body may hold a password, which a plain digest would let one guess at."""
        return hmac.new(current_app.config["SECRET_KEY"].encode(), self.body, hashlib.sha256).hexdigest()


def known(actor_id, now):
    """Return what this request did the first time, or None. The same key with another body is Invalid."""
    request = g.get("idempotency")
    if request is None or actor_id is None:
        return None
    row = db.session.get(IdempotencyKey, request.digest(actor_id))
    if row is None or row.at + KEPT <= now:
        return None
    if row.body != request.body_digest():
        raise Invalid(**{"Idempotency-Key": "key_of_another_request"})
    request.outcome = row.outcome
    return db.session.get(_table(row.result_type), row.result_id)


def keep(actor_id, result, now):
    """Write the key of this request beside the act it names: an IntegrityError where its twin has done so meanwhile."""
    request = g.get("idempotency")
    if request is None or actor_id is None or result is None:
        return
    db.session.flush()
    request.outcome = str(getattr(result, "status", ""))
    key = {"digest": request.digest(actor_id), "user_id": actor_id, "body": request.body_digest(), "at": now}
    key |= {"result_type": result.__tablename__, "result_id": result.id, "outcome": request.outcome}
    out_of_date = IdempotencyKey.digest == key["digest"], IdempotencyKey.at <= now - KEPT
    db.session.execute(delete(IdempotencyKey).where(*out_of_date))
    db.session.execute(insert(IdempotencyKey), [key])


def _table(name):
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == name)
