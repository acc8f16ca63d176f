"""Signing in, registering, keeping signed in, signing out."""

from flask import Blueprint, current_app, g, redirect, render_template, request
from flask_jwt_extended import unset_jwt_cookies

from ..commands import accounts as acts
from ..commands import sessions
from ..domain.errors import Invalid, Refusal, Unauthenticated
from ..domain.roles import PROFESSIONALS, Role
from ..languages import current
from ..models.types import utcnow
from ..queries import pharmacies
from ..queries import sessions as proofs
from .guards import sign_in
from .inputs import day, identifier, wanted
from .labels import REFUSALS, field_errors, sentence
from .origin import same_site

blueprint = Blueprint("auth", __name__)
OPEN_ROLES = {Role.PATIENT, *PROFESSIONALS}  # an admin is made by an admin


@blueprint.get("/login")
def login_form():
    """Show the log-in."""
    if g.viewer:
        return redirect(_next())
    return render_template("auth/login.html", next=request.args.get("next", ""), login="", problem=None)


@blueprint.post("/login")
def login():
    """Sign in by e-mail or phone."""
    same_site(request)
    form = request.form
    try:
        user = sessions.authenticate(form.get("login", ""), form.get("password", ""), address=_address(), now=utcnow())
    except Refusal as refusal:
        shown = {"next": form.get("next", ""), "login": form.get("login", ""), "problem": sentence(refusal)}
        return render_template("auth/login.html", **shown), 422 if isinstance(refusal, Unauthenticated) else refusal.status
    _begin(user)
    return redirect(_next(form.get("next")))


@blueprint.get("/register")
def register_form():
    """Show the registration of the chosen role."""
    if g.viewer:
        return redirect("/")
    return _registration(wanted("role", among=OPEN_ROLES) or Role.PATIENT)


@blueprint.post("/register")
def register():
    """Register a patient at once, a professional until an admin has verified them; sign them in."""
    same_site(request)
    role = request.form.get("role", Role.PATIENT)
    if role not in OPEN_ROLES:
        return _registration(Role.PATIENT, {"role": REFUSALS["role_not_open"]})
    try:
        user = acts.register(role=Role(role), **_typed(request.form))
    except Invalid as refusal:
        return _registration(role, field_errors(refusal))
    _begin(user)
    return redirect("/")


def _registration(role, errors=None):
    options = [(pharmacy.id, f"{pharmacy.name}, {pharmacy.town}") for pharmacy in pharmacies.listed()]
    shown = {"role": role, "form": request.form, "errors": errors or {}, "pharmacy_options": options}
    return render_template("auth/register.html", **shown), 422 if errors else 200


def _typed(form):
    names = ("name", "email", "phone", "password", "establishment", "town")
    given = {name: form.get(name, "") for name in names}
    given |= {"language": current()}
    return given | {"birth_date": day(form, "birth_date"), "pharmacy_id": identifier(form, "pharmacy_id")}


def _begin(user):
    """Sign this browser in as `user`; whoever it was signed in as before is signed out of it."""
    before = _session_here()
    sign_in(sessions.start_session(device=request.headers.get("User-Agent", ""), address=_address(), actor=user))
    if before is not None:
        sessions.end_session(before.id, reason="replaced", actor=before.user)


def _session_here():
    """Return the session that this browser's cookie is of, or None. Its token may have run out: it is over for all that."""
    cookie = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"], "")
    try:
        return proofs.live(proofs.proven(cookie, current_app.config["JWT_SECRET_KEY"]), utcnow())
    except Unauthenticated:
        return None


@blueprint.post("/session/refresh")
def refresh():
    """Extend the session of this browser (refresh cookie and its CSRF value)."""
    cookie = request.cookies.get(current_app.config["JWT_REFRESH_COOKIE_NAME"], "")
    claims = proofs.claims_of(cookie, csrf=request.headers.get("X-CSRF-TOKEN", ""), kind="refresh")
    sign_in(sessions.refresh_session(claims, now=utcnow()))
    return {"expires_in": current_app.config["ACCESS_TOKEN_SECONDS"]}


@blueprint.post("/logout")
def logout():
    """End this device's session: its tokens, its sockets, and what the browser kept."""
    cookie = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"], "")
    try:
        proofs.claims_of(cookie, csrf=request.headers.get("X-CSRF-TOKEN", ""))
    except Unauthenticated:
        same_site(request)
    if session := _session_here():
        sessions.end_session(session.id, reason="signed_out", actor=session.user)
    return gone()


def gone():
    """Answer that nobody is signed in on this browser any more, and have it forget all it kept."""
    response = current_app.make_response(("", 204))
    response.headers["HX-Redirect"] = "/login"
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    unset_jwt_cookies(response)
    return response


def _address():
    return request.remote_addr or ""


def _next(wanted=None):
    """Return where to go after the log-in: a path of this site, else home."""
    wanted = wanted if wanted is not None else request.args.get("next", "")
    safe = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if safe else "/"
