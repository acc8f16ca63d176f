"""What time does to connections: tokens that run out, readers that stop reading, sessions that are over."""

import time
from datetime import timedelta

from fadjma.extensions import db
from fadjma.models import Session
from fadjma.models.types import utcnow
from fadjma.realtime.connection import STALLED
from tests.people import told
from tests.realtime.test_delivery import remind


def the_connection(app):
    (connection,) = app.extensions["presence"].connections.values()
    return connection


def sweep_now(app):
    """Sweep as if the pauses between looks were over."""
    sweep = app.extensions["sweep"]
    sweep.next_stall_check = 0.0
    sweep.run()


def test_a_token_client_is_told_a_minute_before_once_then_ended(app, as_, listening, cast):
    ear = listening(as_("awa"))
    told(ear)
    connection = the_connection(app)
    for left, expected in ((61, []), (59.5, [("token_expired", 59)]), (30, []), (-1, [("token_expired", 0)])):
        connection.token_expires_at = time.time() + left
        app.extensions["presence"].expect_its_end(connection)
        app.extensions["sweep"].run()
        assert [(frame["reason"], frame["in_seconds"]) for frame in told(ear, "session_ending")] == expected
    remind(1, actor=cast.awa)
    assert app.extensions["presence"].connections == {}


def test_a_reader_that_stops_is_closed_after_twenty_seconds_without_progress(app, as_, listening, cast, monkeypatch):
    ear = listening(as_("awa"))
    ear.emit("ack", {"streams": {}})
    remind(150, actor=cast.awa)
    connection = the_connection(app)
    sweep_now(app)
    assert app.extensions["presence"].connections
    connection.progressed_at -= STALLED + 1
    sweep_now(app)
    assert app.extensions["presence"].connections == {}
    assert app.extensions["metrics"].registry.get_sample_value("fadjma_slow_clients_closed_total") == 1


def test_an_acknowledgement_is_progress(app, as_, listening, cast):
    ear = listening(as_("awa"))
    ear.emit("ack", {"streams": {}})
    remind(150, actor=cast.awa)
    connection = the_connection(app)
    connection.progressed_at -= STALLED + 1
    stream = next(name for name in connection.sent if name.startswith("user_"))
    ear.emit("ack", {"streams": {stream: 10}})
    app.extensions["sweep"].run()
    assert app.extensions["presence"].connections


def test_the_connections_of_a_session_that_is_over_end_even_if_no_fact_said_so(app, as_, listening, cast):
    ear = listening(as_("awa"))
    told(ear)
    db.session.execute(db.update(Session).values(expires_at=utcnow() - timedelta(seconds=1)))
    db.session.commit()
    app.extensions["sweep"].run()
    assert [frame["reason"] for frame in told(ear, "session_ending")] == ["session_over"]
