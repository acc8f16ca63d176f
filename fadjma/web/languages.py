"""The language of a page: the choice of whoever is signed in; else what the address, a cookie or the browser asks for."""

from urllib.parse import quote, urlencode

from flask import g, request

from ..languages import FRENCH, LANGUAGES, current, known, speak
from .inputs import wanted

COOKIE, YEAR = "language", 365 * 24 * 3600


def init_app(app):
    """Remember what was chosen before signing in; leave nothing of it to the request after this one."""
    app.after_request(_remember)
    app.teardown_request(lambda error: speak(FRENCH))  # the next one may be served by the same greenlet


def asked_for(*, by_address_alone):
    """Return the language that a request asks for before anybody knows who it is from.

    What caches keep under an address is in the language of that address alone.
    """
    g.may_remember = not by_address_alone
    asked = wanted("lang", among=LANGUAGES)
    if asked or by_address_alone:
        return known(asked)
    kept = request.cookies.get(COOKIE)
    return kept if kept in LANGUAGES else known(request.accept_languages.best_match(list(LANGUAGES)))


def choices():
    """Return [(language, its own name, this page in it)] of the languages that are not spoken now."""
    others = {language: name for language, name in LANGUAGES.items() if language != current()}
    asked = request.args.to_dict() if request.method == "GET" else {}
    return [(code, name, f"{quote(request.path)}?{urlencode(asked | {'lang': code})}") for code, name in others.items()]


def _remember(response):
    """Keep a language that somebody asked for by name: on this phone, until they sign in and have their own."""
    if g.get("may_remember") and g.get("viewer") is None and "lang" in request.args and "Set-Cookie" not in response.headers:
        keep(response, current())
    return response


def keep(response, language):
    """Keep `language` in this browser for the pages before the log-in."""
    response.set_cookie(COOKIE, language, max_age=YEAR, secure=request.is_secure, httponly=True, samesite="Lax")
