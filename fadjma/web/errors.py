"""Errors for people: a whole page, or for htmx a line that becomes a toast. A sentence, never a stack trace."""

from flask import current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from ..domain.errors import Locked, Refusal, Unauthenticated
from ..extensions import db
from ..languages import Vocabulary
from ..languages import gettext as _
from .guards import login_address
from .labels import sentence

TITLES = Vocabulary(
    {
        403: "Pas autorisé",
        404: "Introuvable",
        405: "Introuvable",
        409: "La situation a changé",
        413: "Fichier trop lourd",
        422: "À corriger",
        429: "Trop d’essais",
        500: "Une erreur de notre côté",
    }
)


def init_app(app):
    """Answer refusals and failures of every page; the JSON API has its own."""

    @app.errorhandler(Refusal)
    def refused(refusal):
        db.session.rollback()
        if isinstance(refusal, Locked):
            return _to_lock()
        if isinstance(refusal, Unauthenticated):
            return _to_login()
        return _answer(refusal.status, sentence(refusal), _retry_after(refusal))

    @app.errorhandler(HTTPException)
    def http(error):
        return _answer(error.code, None, {}) if error.code and error.code >= 400 else error

    @app.errorhandler(Exception)
    def failed(error):
        db.session.rollback()
        current_app.logger.error("request failed", exc_info=error)
        return _answer(500, None, {})


def _retry_after(refusal):
    return {"Retry-After": str(refusal.seconds)} if hasattr(refusal, "seconds") else {}


def _to_lock():
    """Lead a page to the lock screen; an act is told so, and its page puts the screen up itself: nothing typed is lost."""
    if request.headers.get("HX-Request") or request.method != "GET":
        return "", 423
    return redirect("/lock")


def _to_login():
    if request.headers.get("HX-Request"):
        return "", 401
    return redirect(login_address())


def _answer(status, detail, headers):
    title = TITLES.get(status, TITLES[500] if status >= 500 else _("Demande incomprise"))
    if request.headers.get("HX-Request"):
        return render_template("errors/_problem.html", detail=detail or title), status, headers
    return render_template("errors/page.html", status=status, title=title, detail=detail), status, headers
