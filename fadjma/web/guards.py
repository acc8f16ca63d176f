"""Guards: who is signed in on this page, by cookie alone, and what their role may open."""

from urllib.parse import urlencode

from flask import current_app, g, redirect, request
from flask_jwt_extended import set_access_cookies, set_refresh_cookies

from ..commands import sessions as acts
from ..domain.errors import Forbidden, Locked, NotFound, Refusal, Unauthenticated
from ..domain.roles import Role
from ..domain.texts import is_unkeepable
from ..languages import speak
from ..models.types import utcnow
from ..queries import notifications, sessions, viewers
from ..queries.streams import streams_of
from ..realtime import journal
from . import keys
from .languages import asked_for, choices

OPEN = {"auth", "health", "home"}  # blueprints anyone may call
ANONYMOUS = {"duties", "shell"}  # the same page for all, which caches keep: nobody is looked for, no session is renewed
BEHIND_THE_LOCK = {"auth", "health", "lock", "verification"}  # what a locked session still answers
MUTATING = {"POST", "PUT", "PATCH", "DELETE"}


def init_app(app):
    """Identify the reader of every page before it runs."""
    app.before_request(only_what_is_kept)
    app.before_request(identify)
    app.before_request(only_their_role)
    app.after_request(keep_signed_in)
    app.context_processor(_context)


def only_what_is_kept():
    """Refuse a page's address or form with characters that no database keeps. The API names the field itself."""
    if request.path.startswith("/api/"):
        return
    if is_unkeepable(request.path):
        g.viewer = g.signed = None
        raise NotFound
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any(is_unkeepable(text) for pair in sent for text in pair):
        g.viewer = g.signed = None
        raise Refusal("not_text")


def viewer():
    """Return the person this request is from; raise Unauthenticated if nobody is signed in."""
    if g.get("viewer") is None:
        raise Locked if g.get("locked") else Unauthenticated("signed_out")
    return g.viewer


def only_their_role():
    """Refuse a role's pages to everybody else: each role's blueprint bears its name. Who is not verified yet waits."""
    if request.blueprint not in list(Role):
        return
    person = viewer()
    if person.role != request.blueprint:
        raise Forbidden("wrong_role")
    if person.is_active:
        return
    if request.endpoint == f"{person.role}.dashboard":
        return redirect("/account/waiting")
    raise Forbidden("account_not_active")


def identify():
    """Find the reader from the cookies. An access token that ran out is renewed here, with the refresh cookie beside it."""
    # `g` outlives a request where a test holds the context.
    g.viewer = g.session_row = g.signed = g.idempotency = g.locked = None
    speak(asked_for(by_address_alone=request.blueprint in ANONYMOUS))
    if request.path.startswith(("/api/", "/static/")) or request.blueprint in ANONYMOUS:
        return
    config = current_app.config
    try:
        csrf = _sent_csrf() if request.method in MUTATING and request.blueprint not in OPEN else None
        claims = sessions.claims_of(request.cookies.get(config["JWT_ACCESS_COOKIE_NAME"], ""), csrf=csrf)
        g.session_row = _signed_in(claims.get("sid"))
        g.token_seconds = max(0, int(claims["exp"] - utcnow().timestamp()))
    except Unauthenticated:
        if not _renew():
            return
    speak(g.session_row.user.language)
    g.locked = g.session_row.is_locked(utcnow())
    if g.locked:
        return _stay_behind_the_lock()
    g.viewer = g.session_row.user
    g.cursors = journal.heads(streams_of(g.viewer))  # before the page's own queries
    keys.note()


def _signed_in(session_id):
    """Return the session and whose it is. The answer to an act may show what it changed of them: they are a row then."""
    find = sessions.live if request.method in MUTATING else viewers.signed_in
    return find(session_id, utcnow())


def _stay_behind_the_lock():
    """Let nobody past the lock screen; who the session belongs to is not even known there."""
    if request.blueprint not in BEHIND_THE_LOCK:
        raise Locked


def _sent_csrf():
    return request.headers.get("X-CSRF-TOKEN", "")


def _renew():
    """Rotate the session of a page whose access cookie ran out while the phone slept. Only for a GET: others need CSRF."""
    cookie = request.cookies.get(current_app.config["JWT_REFRESH_COOKIE_NAME"])
    if request.method != "GET" or not cookie or request.blueprint == "health":
        return False
    try:
        signed = acts.refresh_session(sessions.claims_of(cookie, kind="refresh"), now=utcnow())
    except Refusal:
        return False
    g.signed, g.session_row = signed, viewers.signed_in(signed.id, utcnow())
    g.token_seconds = current_app.config["ACCESS_TOKEN_SECONDS"]
    return True


def sign_in(signed):
    """Give the browser the cookies of a new session when this request is answered."""
    g.signed = signed


def keep_signed_in(response):
    """Set the cookies of a session that began or was renewed in this request."""
    g.idempotency = None  # the key was for this request: `g` may outlive it
    signed = g.get("signed")
    if signed is not None:
        set_access_cookies(response, signed.access_token, max_age=30 * 24 * 3600)
        set_refresh_cookies(response, signed.refresh_token, max_age=30 * 24 * 3600)
    return response


def _context():
    """Return what every full page needs; fragments take their viewer as a parameter and none of this."""
    if g.get("viewer") is None:
        return {"languages": choices()}
    return {
        "viewer": g.viewer,
        "cursors": g.cursors,
        "token_seconds": g.token_seconds,
        "unread": notifications.unread_count(g.viewer),
        "now": utcnow(),
    }


def login_address():
    """Return the log-in page's path, which brings the reader back here."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return "/login" + (f"?{urlencode({'next': wanted})}" if wanted and wanted != "/" else "")
