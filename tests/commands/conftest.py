"""What tests of commands may ask for besides."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from fadjma.domain.errors import Refusal
from fadjma.extensions import db
from fadjma.queries.streams import pharmacy_stream, user_stream

PHARMACIES = {"plateau", "medina"}


@pytest.fixture
def ears(cast):
    """Return ears(awa=True, plateau=False) → {stream: loud}: how a fact is told to people and pharmacies of the cast."""

    def named(**loud):
        name = {who: (pharmacy_stream if who in PHARMACIES else user_stream)(getattr(cast, who).id) for who in loud}
        return {name[who]: is_loud for who, is_loud in loud.items()}

    return named


@pytest.fixture
def at_once(app, cast):
    """Return at_once(n, act) → what became of n threads that all began `act` at the same moment: "done", or the refusal."""

    def run(times, act):
        db.session.rollback()
        start = Barrier(times)

        def one(_):
            with app.app_context():
                start.wait()
                try:
                    act()
                except Refusal as refusal:
                    return refusal
                return "done"

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(one, range(times)))

    return run
