"""What time does to ordonnances and lots, once, however often the clock runs; and who is told."""

from datetime import timedelta

import pytest

from fadjma.commands import clock
from fadjma.commands.accounts import administer_account
from fadjma.commands.stock import receive_stock
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.deadlines import INTERVAL, KEPT
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.models import Prescription, StockItem
from fadjma.models.types import utcnow
from tests.ordonnances import again, at, issued, reservations
from tests.traces import left_by

CHANGED = "PrescriptionStatusChanged"
AGAIN = [Line("Salbutamol", "100 µg", 1, repeats=2, posology={"night": 0.5}), Line("Paracétamol", "500 mg", 20)]


def runs(now):
    """Let the clock run twice; return what the first run told. The second has nothing left to do."""
    told = left_by(lambda: clock.run(now))
    assert clock.run(now) == 0
    return told


def test_what_nobody_collects_goes_back_after_48_hours(cast, ears):
    it = at(Status.READY, cast)
    since = again(it).status_since
    assert clock.run(since + KEPT - timedelta(seconds=1)) == 0
    told = runs(since + KEPT)
    assert told[-1] == (CHANGED, ears(awa=True, fatou=True, plateau=False))
    it = again(it)
    assert (it.status, it.claiming_pharmacy_id, it.chosen_pharmacy_id) == (Status.ISSUED, None, None)
    assert (it.pickup_code, reservations()) == (None, [])


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.IN_PREPARATION, Status.CANCELLATION_REQUESTED, Status.DELIVERED])
def test_nothing_else_goes_back_by_itself(cast, state):
    it = at(state, cast)
    assert clock.run(utcnow() + KEPT * 2) == 0 and again(it).status == state


def test_the_end_of_validity_is_told_three_days_before_once_to_the_two_it_concerns(cast, ears):
    it = issued(cast, valid_days=10)
    near = it.valid_until - timedelta(days=3)
    assert clock.run(near - timedelta(seconds=1)) == 0
    assert runs(near) == [("PrescriptionExpiring", ears(awa=True, fatou=True))]
    assert clock.run(near + timedelta(days=1)) == 0
    assert runs(it.valid_until) == [(CHANGED, ears(awa=True, fatou=True, plateau=False))]


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.CANCELLED])
def test_what_somebody_holds_or_is_over_is_not_announced(cast, state):
    it = at(state, cast, valid_days=10)
    assert clock.run(it.valid_until - timedelta(days=1)) == 0


def test_what_repeats_comes_again_a_month_after_its_delivery_for_the_same_pharmacy(cast, ears):
    it = at(Status.DELIVERED, cast, AGAIN)
    due = again(it).status_since + INTERVAL
    assert clock.run(due - timedelta(seconds=1)) == 0
    assert runs(due) == [("PrescriptionIssued", ears(awa=True, fatou=False, plateau=True))]
    new = Prescription.query.filter_by(repeat_of_id=it.id).one()
    assert (new.status, new.patient_id, new.prescriber_id) == (Status.ISSUED, cast.awa.id, cast.fatou.id)
    assert new.chosen_pharmacy_id == cast.plateau.id and new.matricule != it.matricule
    repeated = [(line.medication, line.quantity, line.repeats, line.posology) for line in new.lines]
    assert repeated == [("Salbutamol", 1, 1, {"night": 0.5})]
    assert clock.run(due + INTERVAL) == 0  # the new one must be delivered first


def test_nothing_is_repeated_in_the_name_of_a_doctor_who_may_no_longer_act(cast):
    it = at(Status.DELIVERED, cast, AGAIN)
    administer_account(cast.fatou.id, AccountStatus.SUSPENDED, actor=cast.ousmane)
    clock.run(again(it).status_since + INTERVAL)
    assert Prescription.query.filter_by(repeat_of_id=it.id).count() == 0


def test_a_lot_that_nears_its_end_is_told_once_and_only_while_something_is_left(cast, ears):
    in_70 = utcnow().date() + timedelta(days=70)
    for lot, quantity in (("Z1", 5), ("Z2", 1)):
        receive_stock(medication="Zinc", lot=lot, expires_on=in_70, quantity=quantity, actor=cast.aminata)
    StockItem.query.filter_by(lot="Z2").one().on_hand = 0
    StockItem.query.session.commit()
    later = utcnow() + timedelta(days=10)
    assert clock.run(later - timedelta(days=1)) == 0
    assert runs(later) == [("LotNearsExpiry", ears(plateau=True))]
    assert clock.run(later + timedelta(days=30)) == 0
