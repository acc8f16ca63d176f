"""Logs: JSON lines with a request id and the route's pattern; never a path, a query or a word of content."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from secrets import token_hex
from time import perf_counter

from flask import current_app, g, has_request_context, request

log = logging.getLogger(__name__)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class JsonFormatter(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record):
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "message": record.getMessage()}
        if has_request_context() and "request_id" in g:
            line["request"] = g.request_id
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])[-8:]]
        return json.dumps(line, ensure_ascii=False)


def configure(level=logging.WARNING):
    """Send every log of the process to standard error, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("fadjma").setLevel(logging.INFO)


def init_app(app):
    """Number, time and log every request of `app`; before all other hooks, so that refusals are counted too."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin():
    given = request.headers.get("X-Request-Id", "") if current_app.config["TRUSTED_PROXIES"] else ""
    g.request_id = given if GIVEN_ID.fullmatch(given) else token_hex(8)
    g.began_at = perf_counter()


def _finish(response):
    seconds = perf_counter() - g.began_at
    route = request.url_rule.rule if request.url_rule else "unknown"
    method = request.method if request.method in METHODS else "other"
    current_app.extensions["metrics"].requests.labels(method, route, response.status_code).observe(seconds)
    response.headers["X-Request-Id"] = g.request_id
    fields = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    log.log(logging.DEBUG if request.endpoint == "static_file" else logging.INFO, "request", extra={"fields": fields})
    return response
