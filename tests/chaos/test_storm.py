"""A minute of the storm. `make chaos` lets it rage for as long as asked, and there nobody may wait more than 5 s."""

import pytest

from tests import loops

from .storm import Storm

pytestmark = [pytest.mark.postgres, pytest.mark.alone]


def test_nothing_is_lost_shown_twice_or_out_of_order(postgres, empty_clinic_on_postgres, redis_server, tmp_path):
    storm = Storm(postgres.new_database(empty_clinic_on_postgres), redis_server.url, tmp_path)
    try:
        report = loops.run(storm.rage(faults=600))
    finally:
        storm.processes.stop()
    print(report)
    assert (report.missing, report.twice, report.out_of_order, report.holes) == (0, 0, 0, 0)
    assert report.resyncs == 0, "nobody was away long enough for that"
    assert report.rolled_back > 0 and report.kills > 2
    assert report.deliveries > 2 * report.committed > 600, "too little happened to show anything"
