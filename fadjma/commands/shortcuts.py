"""The keys of the pages: a person turns them on or off for all their devices."""

from ..domain.events import ShortcutsChosen
from ..realtime import record
from . import command


@command(unverified=True)
def choose_shortcuts(shortcuts, *, actor, now):
    """Turn the keys of the person's pages on or off, wherever they sign in; return the person."""
    actor.shortcuts = shortcuts
    record(ShortcutsChosen(subject_id=actor.id, actor_id=actor.id, shortcuts=shortcuts))
    return actor
