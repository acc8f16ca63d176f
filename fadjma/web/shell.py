"""The shell: what makes the site an application on a phone. Its manifest, its service worker, its page without a network.

Nothing here knows who asks: a phone keeps it. Only the language is asked for, since a person's own is not known offline.
"""

import hashlib
import json
import re
from functools import cache

import rjsmin
from flask import Blueprint, current_app, make_response, render_template, request

from ..languages import LANGUAGES, _, known, speaking
from .assets import ROOT
from .inputs import wanted

blueprint = Blueprint("shell", __name__)
# What the page without a network is made of. The static files of other pages are kept as they are used.
KEPT = ("css/open.css", "alone/offline.js", "icon.svg", "icons/icon-192.png")
FRESH = 24 * 3600  # seconds a browser may use the manifest it has


@blueprint.get("/offline")
def offline():
    """Show what can be done without a network. The worker keeps it, of no person, in one language."""
    with speaking(_language()):
        return render_template("shell/offline.html")


@blueprint.get("/service-worker.js")
def worker():
    """Answer the worker for a language, with the names of what it keeps: whenever one changes it is another worker."""
    language, library = _language(), current_app.extensions["assets"]
    names = {
        "CACHE": f"fadjma-{library.version}-{language}",
        "OFFLINE": f"/offline?lang={language}",
        "STATIC": f"/static/{library.version}/",
        "SHELL": [library.address(name) for name in KEPT],
        "ICON": library.address("icons/icon-192.png"),
    }
    lines = [f"const {name} = {json.dumps(value)};" for name, value in names.items()]
    return _kept_by_etag(
        "\n".join([*lines, _small(library.find("alone/service_worker.js"))]), "text/javascript; charset=utf-8"
    )


@blueprint.get("/manifest.webmanifest")
def manifest():
    """Describe the application to whoever installs it."""
    with speaking(_language()):
        body = json.dumps(_described(_language()), ensure_ascii=False)
    answer = _kept_by_etag(body, "application/manifest+json")
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return answer


@blueprint.get("/apple-touch-icon.png")
def touch_icon():
    """Answer the icon where an iPhone looks for it by itself: a line for it would weigh on every page of every phone."""
    icon = make_response(current_app.extensions["assets"].find("icons/apple-touch.png"))
    icon.headers["Content-Type"] = "image/png"
    icon.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return icon


def _language():
    return known(wanted("lang", among=LANGUAGES))


def _described(language):
    paper = _colour("paper")
    return {
        "id": "/",
        "name": "FADJMA",
        "short_name": "FADJMA",
        "description": _("Dossiers médicaux et ordonnances, en direct."),
        "lang": language,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": paper,
        "background_color": paper,
        "categories": ["health", "medical"],
        "icons": [
            _icon("icon-192", 192, "any"),
            _icon("icon-512", 512, "any"),
            _icon("maskable-512", 512, "maskable"),
        ],
    }


def _icon(name, size, purpose):
    address = current_app.extensions["assets"].address(f"icons/{name}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@cache
def _colour(name):
    """Return the first colour called so in the tokens: the light one."""
    return re.findall(rf"--{name}: (#\w+)", (ROOT / "css/tokens.css").read_text())[0]


@cache
def _small(source):
    return rjsmin.jsmin(source.decode())


def _kept_by_etag(body, kind):
    answer = make_response(body)
    answer.headers["Content-Type"] = kind
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:16])
    return answer.make_conditional(request)
