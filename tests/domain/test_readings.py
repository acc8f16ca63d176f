"""A reading goes on while it is renewed within its 45 seconds."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from fadjma.domain.readings import goes_on

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def test_a_reading_goes_on_until_its_lease_is_over_or_it_has_ended():
    for seconds, goes in ((0, True), (44, True), (45, False), (90, False)):
        renewed = NOW - timedelta(seconds=seconds)
        assert goes_on(SimpleNamespace(renewed_at=renewed, ended_at=None), NOW) == goes
        assert not goes_on(SimpleNamespace(renewed_at=renewed, ended_at=NOW), NOW)
