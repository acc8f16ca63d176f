"""Who asks whether an ordonnance is genuine is nobody we know: only how often they ask is counted, and for a minute."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from sqlalchemy import case, delete

from ..domain.errors import TooMany
from ..domain.networks import network_of
from ..extensions import db
from ..models import Verification
from . import INSERT

A_MINUTE, MOST = timedelta(minutes=1), 20


def admit_verification(address, *, now):
    """Count a question from `address`; raise TooMany beyond MOST a minute.

    No fact is recorded: nothing of anybody's is read but a state, and the audit trail is not for strangers to fill. One
    statement counts, so that questions asked at once cannot pass each other; it is a transaction of its own.
    """
    digest = hmac.new(current_app.config["SECRET_KEY"].encode(), network_of(address).encode(), hashlib.sha256).hexdigest()
    over = Verification.since <= now - A_MINUTE
    counted = {"since": case((over, now), else_=Verification.since)}
    counted["questions"] = case((over, 1), else_=Verification.questions + 1)
    one = INSERT[db.engine.dialect.name](Verification).values(address=digest, since=now, questions=1)
    one = one.on_conflict_do_update(index_elements=["address"], set_=counted).returning(Verification.questions)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(delete(Verification).where(Verification.since < now - 60 * A_MINUTE))
        questions = connection.execute(one).scalar_one()
    if questions > MOST:
        raise TooMany(seconds=60)
