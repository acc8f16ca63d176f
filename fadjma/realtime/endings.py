"""Endings: which connections a fact ends. Every process follows the stream of endings, so all do it within a second."""

from ..domain import events


def concerned(presence, event):
    """Return [(connection, reason)] of those that `event` ends."""
    if isinstance(event, events.SessionEnded):
        return [(c, event.reason) for c in presence.where(session_id=event.subject_id)]
    if isinstance(event, events.AccountStatusChanged | events.AccountReassigned):
        return [(c, "account_changed") for c in presence.where(user_id=event.subject_id)]
    return []
