"""The static files: read once, compressed once, served under one hash of them all so that they never go stale."""

import gzip
import hashlib
import re
import time
from functools import cache
from pathlib import Path

import brotli
from flask import abort, current_app, request

from . import sources

ROOT = Path(__file__).resolve().parents[2] / "static"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}
COMPRESSED = (".js", ".css", ".svg", ".webmanifest")
SOURCES = ("css/", "js/", "vendor/")  # joined, and not served by themselves
FOREVER = "public, max-age=31536000, immutable"
LOOK_AGAIN = 1.0  # seconds between two looks at the sources, in development
_SHEET = re.compile(rb'<link rel="stylesheet" href="([^"]+)">')


@cache
def _squeezed(body, encoding):
    return brotli.compress(body, quality=11) if encoding == "br" else gzip.compress(body, 9, mtime=0)


def _stamp(root):
    """Return what changes when any file under `root` does."""
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()))


class Library:
    """Every static file by its path, and the hash that names them all together: what one release says, it says as one."""

    def __init__(self, root=ROOT, *, watch=False):
        self.root, self.watch = root, watch
        self._seen, self._looked = _stamp(root), time.monotonic()
        self._read()

    def _read(self):
        paths = {path.relative_to(self.root).as_posix(): path for path in self.root.rglob("*") if path.suffix in TYPES}
        self._files = {name: path.read_bytes() for name, path in paths.items() if not name.startswith(SOURCES)}
        self._files |= {f"css/{role}.css": sources.stylesheet(self.root, role) for role in sources.STYLES_OF}
        self._files["js/app.js"] = sources.script(self.root)
        digest = hashlib.sha256()
        for name in sorted(self._files):
            digest.update(name.encode() + b"\0" + hashlib.sha256(self._files[name]).digest())
        self._version = digest.hexdigest()[:12]

    def _refresh(self):
        if not self.watch or time.monotonic() - self._looked < LOOK_AGAIN:
            return
        self._looked = time.monotonic()
        if (stamp := _stamp(self.root)) != self._seen:
            self._seen = stamp
            self._read()

    @property
    def version(self):
        """The hash of every file."""
        self._refresh()
        return self._version

    def address(self, name):
        """Return the path-only address of `name`; a name that does not exist is an error, not a broken page."""
        self._refresh()
        if name not in self._files:
            raise LookupError(f"no static file {name!r}")
        return f"/static/{self._version}/{name}"

    def find(self, name):
        """Return the bytes of `name`, or None. A lookup in what was read, so no path can lead out of it."""
        self._refresh()
        return self._files.get(name)

    def warm(self):
        """Compress everything now rather than for the first reader."""
        for name, body in self._files.items():
            if name.endswith(COMPRESSED):
                _squeezed(body, "br"), _squeezed(body, "gzip")


def serve(version, name):
    """Send one static file in the smallest form the browser takes."""
    library = current_app.extensions["assets"]
    body = library.find(name)
    if body is None:
        abort(404)
    suffix = Path(name).suffix
    encoding = request.accept_encodings.best_match(["br", "gzip"]) if suffix in COMPRESSED else None
    response = current_app.response_class(_squeezed(body, encoding) if encoding else body)
    response.headers["Content-Type"] = TYPES[suffix]
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    # A page older than a deployment asks under the old hash: it gets today's file, but may not keep it under that name.
    response.headers["Cache-Control"] = FOREVER if version == library.version else "no-cache"
    response.set_etag(f"{library.version}-{encoding or 'plain'}")
    return response.make_conditional(request)


def hasten(response):
    """Name a page's style sheet in its head: a slow phone asks for it before it has made itself ready to read the page."""
    if response.mimetype == "text/html" and response.is_sequence and (found := _SHEET.search(response.get_data())):
        response.headers["Link"] = f"<{found[1].decode()}>; rel=preload; as=style"
    return response


def init_app(app):
    """Serve the static tree and give templates `asset(path)`."""
    environment = app.config.get("FADJMA_ENV")
    library = app.extensions["assets"] = Library(watch=environment == "development")
    if environment == "production":
        library.warm()
    app.after_request(hasten)
    app.add_url_rule("/static/<version>/<path:name>", "static_file", serve)
    app.jinja_env.globals["asset"] = library.address
