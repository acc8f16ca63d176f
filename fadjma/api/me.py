"""The caller's own account."""

from ..commands.languages import choose_language
from ..queries import users
from ..queries.streams import streams_of
from ..realtime import journal
from .endpoint import endpoint
from .schemas.people import Language, Me
from .who import SIGNED_IN, viewer


@endpoint("GET /me", who=SIGNED_IN, answer=Me)
def show():
    """Show the caller, and where their streams stand: the cursors to connect with."""
    return Me.of(users.find(viewer(), viewer().id), journal.heads(streams_of(viewer())))


@endpoint("PUT /me/language", who=SIGNED_IN, body=Language, answer=Me)
def choose(body):
    """Choose the language of the caller: of messages, problems and fragments, on all their devices and connections."""
    person = choose_language(body.language, actor=viewer())
    return Me.of(person, journal.heads(streams_of(person)))
