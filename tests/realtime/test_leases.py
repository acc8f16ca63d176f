"""Leases: of many processes, one leads; another does once that one is gone."""

from datetime import timedelta

from fadjma.extensions import db
from fadjma.models import ProcessLease
from fadjma.models.types import utcnow
from fadjma.realtime.leases import TERM, Leases


def test_one_that_is_alone_leads(context):
    assert Leases(context, alone=True).leads()


def test_of_many_the_oldest_leads_until_it_is_gone(context):
    first, second = (Leases(context, alone=False) for _ in range(2))
    for lease in (first, second):
        lease.renew({})
    assert [first.leads(), second.leads()] == [True, False]
    db.session.get(ProcessLease, first.id).renewed_at = utcnow() - TERM - timedelta(seconds=1)  # killed: it renews no more
    db.session.commit()
    assert second.leads()
    first.end()
    assert second.leads()
