"""The caller's own account."""

from ..queries import users
from ..queries.streams import streams_of
from ..realtime import journal
from .endpoint import endpoint
from .schemas.people import Me
from .who import SIGNED_IN, viewer


@endpoint("GET /me", who=SIGNED_IN, answer=Me)
def show():
    """Show the caller, and where their streams stand: the cursors to connect with."""
    return Me.of(users.find(viewer(), viewer().id), journal.heads(streams_of(viewer())))
