"""Who calls: the `Authorization: Bearer` header and nothing else, and what their role may. Cookies never count here."""

from dataclasses import dataclass

from flask import g, request

from ..domain.errors import Forbidden, Locked, Unauthenticated
from ..domain.roles import Role
from ..languages import speak
from ..models.types import utcnow
from ..queries import sessions, viewers


@dataclass(frozen=True)
class Who:
    """Whom an endpoint is for: roles, the kind of token they show (None: nobody need), and whether `pending` is enough."""

    said: str
    roles: frozenset[Role] = frozenset(Role)
    token: str | None = "access"
    pending: bool = False


def only(*roles):
    """Return the Who of verified accounts of these roles."""
    return Who(" or ".join(roles), frozenset(roles))


ANYONE = Who("anyone", token=None)
REFRESHING = Who("whoever holds the refresh token", token="refresh", pending=True)
SIGNED_IN = Who("whoever is signed in, a pending account too", pending=True)
VERIFIED = Who("any verified account")
PATIENT, DOCTOR, PHARMACIST, ADMIN = map(only, (Role.PATIENT, Role.DOCTOR, Role.PHARMACIST, Role.ADMIN))


def admit(who):
    """Find who calls and let them pass: Unauthenticated without a good token, Forbidden for a role or state that may not."""
    g.viewer = g.session_row = g.claims = None
    if who.token is None:
        return
    g.claims = sessions.claims_of(_shown_token(), kind=who.token)
    g.session_row = viewers.signed_in(g.claims.get("sid"), utcnow())
    if g.session_row.is_locked(utcnow()):
        raise Locked
    g.viewer = g.session_row.user
    speak(g.viewer.language)
    if g.viewer.role not in who.roles:
        raise Forbidden("role_may_not")
    if not (who.pending or g.viewer.is_active):
        raise Forbidden("account_not_active")


def _shown_token():
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("signed_out")
    return token.strip()


def viewer():
    """Return the person this call is from."""
    return g.viewer
