"""Idempotency keys: a POST that is sent again does nothing again, and is answered as the first one was."""

from flask import g, request

from ..commands import idempotency
from ..domain.errors import Invalid


def note(canonical):
    """Keep this request's Idempotency-Key, if it has one, for the command to find; `canonical` is its body, bytes."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > idempotency.MOST:
        raise Invalid(**{"Idempotency-Key": "too_long"})
    if key:
        g.idempotency = idempotency.Request(request.method, request.path, key, canonical)


def outcome(row):
    """Return the status that the act left `row` in: what the first request left, if this one repeats it."""
    first = g.idempotency.outcome if g.get("idempotency") else None
    return first or row.status
