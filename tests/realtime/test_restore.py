"""A restore under a running server: whoever was connected is told to fetch the page again, and then hears on."""

import pytest

from fadjma.extensions import db
from fadjma.queries.streams import every_stream, user_stream
from fadjma.realtime import journal
from tests.people import told


@pytest.fixture
def restore(context):
    """Return restore() → raises the streams as a restore does, then lets the pump look as it does once a second."""

    def raise_and_look():
        db.session.rollback()  # the test's own reads end here
        with db.session.begin():
            db.session.connection(execution_options={"writes": True})
            journal.raise_streams(every_stream(), {})
        pump = context.extensions["pump"]
        pump.watch.look()
        pump.turn()

    return raise_and_look


def test_who_was_connected_fetches_the_page_again_once(as_, listening, cast, restore):
    moussa = listening(as_("moussa"))
    told(moussa)
    restore()
    (resync,) = told(moussa, "resync")
    assert resync["streams"][user_stream(cast.moussa.id)] >= journal.RAISE
    assert told(moussa) == []
