"""Telling people: what commands record becomes fragments on the screens it concerns.

    record(event)   in a command: kept aside
    write(now)      @command, before it commits: numbers, journal entries and audit rows, in the same transaction
    ring(streams)   @command, after it committed: the doorbell
        doorbell → pump → journal (entries above each connection's `sent`) → fragment (as each reader may see it now)
                 → transport → their browsers, which acknowledge

The database is the truth, the bus is a doorbell, live and replay are one path.
"""

from functools import partial

from ..domain.delegations import in_whose_name
from ..extensions import db
from . import audit, bundles, doorbell, fragment, frame, handshake, journal, said, transport
from .gate import Gate
from .leases import Leases
from .memo import MOST, Memo
from .metrics import Metrics
from .origin import engine_allows
from .postman import Postman
from .presence import Presence
from .pump import Pump
from .signals import Signals
from .sweep import Sweep

__all__ = ["forget", "init_app", "record", "ring", "write"]


def record(event):
    """Keep `event` to be written with the rows of the running command, and told once they are committed."""
    db.session().info.setdefault("facts", []).append(event)


def forget():
    """Drop what was recorded: the command is over."""
    db.session().info.pop("facts", None)


def write(now, actor=None):
    """Write everything recorded; return the names of the streams it was told to. A command without a fact is a defect.

    What `actor` did in the place of a patient they follow says so.
    """
    events = [in_whose_name(event, actor) for event in db.session().info.get("facts", [])]
    if not events:
        raise RuntimeError("a command recorded no fact")
    db.session.flush()
    facts, streams = journal.write(events, now)
    audit.write(facts)
    return streams


def ring(streams):
    """Wake whoever has people on these streams."""
    doorbell.ring(streams)


def init_app(app):
    """Give `app` its presence, metrics and pump, and Socket.IO its server."""
    app.extensions["presence"] = presence = Presence()
    url = app.config["REDIS_URL"]
    app.extensions["leases"] = leases = Leases(app, alone=url is None)
    app.extensions["metrics"] = metrics = Metrics(presence, leases)
    app.extensions["pump"] = pump = Pump(app, presence, metrics)
    app.extensions["sweep"] = Sweep(pump)
    app.extensions["bell"] = doorbell.Bell(url, pump, metrics.degraded) if url else None
    app.extensions["signals"] = _signals(app, presence, leases)
    transport.install(
        app,
        allows=partial(_engine_allows, app),
        hears={
            "acknowledge": partial(said.acknowledge, app.extensions),
            "on_room": pump.room_in,
            "on_stalled": lambda _: metrics.slow.inc(),
            "strangers": app.config["MAX_CONNECTIONS_PER_ADDRESS"],
        },
    )
    app.extensions["memo"] = Memo(0 if app.jinja_env.auto_reload else MOST)
    handshake.install(app)
    app.jinja_env.globals |= {
        "fragment": fragment.render_safe,
        "fragments": fragment.render_all,
        "message_of": frame.message_of,
        "secret": bundles.secret,
    }
    app.wsgi_app = Gate(app, app.wsgi_app)


def _signals(app, presence, leases):
    """Return what signals to closed phones; None where the clinic has no key for it."""
    config = app.config
    if config["VAPID_PRIVATE_KEY"] is None:
        return None
    postman = Postman(config["VAPID_PRIVATE_KEY"], config["PUSH_CONTACT"], config["PUSH_HOSTS"])
    return Signals(postman, presence, leases, inline=config["PUMP_INLINE"])


def _engine_allows(app, origin, environ):
    with app.app_context():
        return origin is not None and engine_allows(origin, environ)
