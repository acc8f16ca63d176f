"""A delivery note as CSV comes in whole or not at all; and the roster: rows, audit and journal together."""

from datetime import timedelta

import pytest

from fadjma.commands.duties import add_duty, remove_duty
from fadjma.commands.stock import import_stock
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.domain.stock import MOST
from fadjma.models.types import utcnow
from fadjma.queries import duties
from tests.ordonnances import stock
from tests.traces import left_by, refused

LATER = utcnow().date() + timedelta(days=400)
HEAD = "medication,lot,expires_on,quantity,threshold\n"


def test_every_line_comes_in_and_each_lot_is_told_once(cast, ears):
    text = f"{HEAD}Zinc,Z1,{LATER},50,10\nparacetamol,A1,{LATER},20,\nZINC,Z1,{LATER},5,\n"
    told = left_by(lambda: import_stock(text, actor=cast.aminata))
    assert told == [("InventoryUpdated", ears(plateau=False))] * 2
    assert stock(cast.plateau)["Zinc"] == (55, 0) and stock(cast.plateau)["Paracétamol"] == (120, 0)


@pytest.mark.parametrize(
    ("line", "errors"),
    [
        (f"Zinc,,{LATER},50,10", {"lines.3.lot": "required"}),
        (f"Paracétamol,A1,{LATER},{MOST},", {"lines.3.quantity": "units_out_of_range"}),
    ],
)
def test_one_bad_line_and_nothing_comes_in(cast, line, errors):
    with refused(Invalid) as caught:
        import_stock(f"{HEAD}Zinc,Z1,{LATER},50,10\n{line}\nFer,F1,{LATER},1,", actor=cast.aminata)
    assert caught.value.errors == errors


@pytest.mark.parametrize("name", ["awa", "fatou", "ousmane"])
def test_only_pharmacists_import(cast, name):
    with refused(Forbidden, "only_pharmacists"):
        import_stock(f"{HEAD}Zinc,Z1,{LATER},50,10", actor=getattr(cast, name))


# The roster


def night(cast, days=0, pharmacy=None):
    starts = utcnow().replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)
    span = {"starts_at": starts, "ends_at": starts + timedelta(hours=12)}
    return add_duty(pharmacy_id=(pharmacy or cast.plateau).id, **span, actor=cast.ousmane)


def test_an_admin_puts_pharmacies_on_duty_and_takes_them_off(cast):
    assert left_by(lambda: night(cast)) == [("DutyChanged", {})]
    other = night(cast, pharmacy=cast.medina)
    assert [duty.pharmacy_id for duty in duties.ahead()] == [cast.plateau.id, cast.medina.id]
    assert left_by(lambda: remove_duty(other.id, actor=cast.ousmane)) == [("DutyChanged", {})]
    assert len(duties.ahead()) == 1
    with refused(NotFound):
        remove_duty(other.id, actor=cast.ousmane)


def test_a_pharmacy_is_not_on_duty_twice_at_once(cast):
    night(cast)
    with refused(Conflict, "already_on_duty"):
        night(cast)


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata"])
def test_only_admins_keep_the_roster(cast, name):
    duty = night(cast).id
    with refused(Forbidden, "only_admins"):
        remove_duty(duty, actor=getattr(cast, name))


def test_tonight_is_now_and_until_the_morning(cast):
    evening = utcnow().replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=1)
    night(cast)
    night(cast, days=1, pharmacy=cast.medina)
    noon, before_dawn, morning = (evening.replace(hour=12), evening + timedelta(hours=9), evening + timedelta(hours=12))
    assert duties.on_duty(noon) == duties.on_duty(before_dawn) == {cast.plateau.id}
    assert duties.on_duty(morning + timedelta(seconds=1)) == {cast.medina.id}
    assert [duty.pharmacy_id for duty in duties.coming(noon)] == [cast.medina.id]
