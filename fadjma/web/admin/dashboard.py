"""The admin's dashboard: people to verify, emergencies to review, the live connections in figures renewed, the latest
announcements, the seals of the audit trail.
"""

from collections import Counter

from babel.numbers import format_decimal
from flask import current_app, render_template

from ...domain.accounts import Status
from ...languages import current
from ...queries import announcements, emergencies, users
from ..guards import viewer
from . import blueprint

LATEST = 2  # announcements


@blueprint.get("/")
def dashboard():
    """Show it."""
    waiting, following = users.listed(viewer(), status=Status.PENDING)
    opened, more_opened = emergencies.listed(viewer(), waiting=True)
    shown = {"users": waiting, "following": following, "access_requests": opened, "more_opened": more_opened}
    told = {"announcements": announcements.latest(viewer(), LATEST), "latest": LATEST}
    return render_template("admin/dashboard.html", **shown, **told, **_figures())


@blueprint.get("/metrics")
def metrics():
    """Show the figures alone: the dashboard asks for them every few seconds."""
    return render_template("admin/_metrics.html", **_figures())


def _figures():
    """Return what the tiles and plots show, over all processes."""
    metrics = current_app.extensions["metrics"]
    carriers: Counter[str] = Counter()
    for (_, carrier), many in metrics.connections_by().items():
        carriers[carrier] += many
    mean, p95 = metrics.latency()
    return {
        "people": metrics.users_by_role(),
        "carriers": carriers,
        "mean": _milliseconds(mean),
        "p95": _milliseconds(p95),
        "reconnections": round(metrics.reconnect_ratio() * 100),
        "messages": metrics.messages_per_minute(),
        "samples": list(metrics.history.samples),
    }


def _milliseconds(seconds):
    return format_decimal(round(seconds * 1000, 1 if seconds < 0.01 else 0), locale=current())
