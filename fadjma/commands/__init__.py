"""Writes: one function an act. `@command` is the only transaction, and the only commit.

a person does one thing → one command → rows, journal and audit in one transaction → commit → the doorbell
"""

from functools import wraps
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstanceState
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from .. import realtime
from ..domain.errors import Conflict, Forbidden, Refusal
from ..extensions import db
from ..models import User
from ..models.types import utcnow
from . import idempotency

__all__ = ["INSERT", "command"]
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}  # both know conflicts


def command(function=None, *, unverified=False):
    """Make `function(…, actor, now)` one transaction: all of it and what it recorded, or nothing.

    The actor is read again inside the transaction, and must be active unless `unverified`. `now` may be given; the
    clock is asked once otherwise. Raises the function's refusal, or Conflict where somebody else was faster.
    """
    if function is None:
        return lambda function: command(function, unverified=unverified)

    @wraps(function)
    def run(*args, actor=None, now=None, **kwargs):
        if db.session().info.get("in_command"):
            raise RuntimeError(f"{function.__name__} was called by another command")
        actor_id, now = actor.id if actor is not None else None, now or utcnow()
        try:
            return _transact(function, args, kwargs, actor_id, now, unverified)
        except (IntegrityError, StaleDataError, Refusal) as error:
            if known := idempotency.known(actor_id, now):  # the same request, answered by its twin meanwhile
                return known
            if isinstance(error, Refusal):
                raise
            raise Conflict("somebody_was_faster") from error

    return run


def _transact(function, args, kwargs, actor_id, now, unverified):
    session = db.session()
    session.rollback()  # the reads so far end here: a rule decides on the rows it changes
    session.connection(execution_options={"writes": True})
    session.info["in_command"] = True
    try:
        if known := idempotency.known(actor_id, now):
            return known
        refusal, actor = None, _may_act(actor_id, unverified)
        try:
            result = function(*args, actor=actor, now=now, **kwargs)
            idempotency.keep(actor_id, result, now)
        except Refusal as error:
            if not error.recorded:
                raise
            refusal = error
        streams = realtime.write(now, actor)
        session.commit()
        _still_knows_its_id(result if refusal is None else None)
    except BaseException:
        session.rollback()
        raise
    finally:
        realtime.forget()
        session.info["in_command"] = False
    realtime.ring(streams)
    if refusal:
        raise refusal
    return result


def _still_knows_its_id(result):
    """Let a row say its id after the commit: all but that is read again, and it is mostly that by which it is found."""
    state = inspect(result, raiseerr=False)
    if isinstance(state, InstanceState) and state.identity and "id" in state.mapper.columns:
        set_committed_value(result, "id", state.identity[0])


def _may_act(actor_id, unverified):
    if actor_id is None:
        return None
    actor = db.session.get_one(User, actor_id, populate_existing=True)
    if not unverified and not actor.is_active:
        raise Forbidden("account_not_active")
    return actor
