"""Signing in, keeping signed in, signing out, and the caller's own devices."""

from flask import g, request

from ..commands import sessions as acts
from ..models.types import utcnow
from ..queries import sessions
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.sessions import Login, Session, SignedIn, SignedInUser, Tokens
from .who import ANYONE, REFRESHING, SIGNED_IN, viewer


@endpoint("POST /sessions", who=ANYONE, body=Login, answer=SignedIn, status=201)
def sign_in(body):
    """Sign in by e-mail or phone."""
    address = request.remote_addr or ""
    user = acts.authenticate(body.login, body.password, address=address, now=utcnow())
    signed = acts.start_session(device=request.headers.get("User-Agent", ""), address=address, actor=user)
    user = signed.session.user
    return SignedIn.of(signed, user=SignedInUser(id=user.id, role=user.role, name=user.name))


@endpoint("POST /sessions/refresh", who=REFRESHING, answer=Tokens)
def refresh():
    """Exchange a refresh token for new tokens. The replaced one works for 60 s more; later use ends the session."""
    return Tokens.of(acts.refresh_session(g.claims, now=utcnow()))


@endpoint("DELETE /sessions/current", who=SIGNED_IN, status=204)
def sign_out():
    """Sign out: the session's tokens and live sockets end."""
    acts.end_session(g.session_row.id, reason="signed_out", actor=viewer())


@endpoint("GET /sessions", who=SIGNED_IN, answer=Page[Session])
def devices():
    """List the caller's own devices, last seen first."""
    return page(Session, sessions.of(viewer(), utcnow()), None, g.session_row.id)


@endpoint("DELETE /sessions/<uuid:id>", who=SIGNED_IN, status=204)
def end(id):
    """End one of the caller's own devices."""
    acts.end_session(id, reason="ended_elsewhere", actor=viewer())
