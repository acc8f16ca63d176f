"""Cards: the same from columns as from rows, for everybody at every stage; and a template may read nothing else."""

import pytest
from flask import current_app

from fadjma.commands.prescriptions import return_prescription
from fadjma.commands.requests import request_delivery, request_renewal
from fadjma.domain.prescriptions import Status
from fadjma.domain.requests import Mode
from fadjma.extensions import db
from fadjma.languages import speaking
from fadjma.models import Prescription
from fadjma.queries import prescriptions
from fadjma.queries.cards import NotOnTheCard, Reader, desk
from fadjma.queries.cards.prescriptions import card
from fadjma.realtime import fragment
from fadjma.realtime.memo import Memo
from tests import ordonnances

LOOKING = ("awa", "moussa", "fatou", "ibrahima", "aminata", "cheikh")


def as_rows_say(viewer):
    """Return the cards of every ordonnance that the viewer may see, newest first, made from rows."""
    rows = db.session.scalars(prescriptions.visible_to(viewer).order_by(Prescription.id.desc())).unique()
    return [card(row, viewer) for row in rows]


def test_columns_make_the_cards_that_rows_make(cast):
    for status in (Status.ISSUED, Status.READY, Status.CANCELLATION_REQUESTED, Status.CANCELLED, Status.EXPIRED):
        ordonnances.at(status, cast)
    request_delivery(ordonnances.at(Status.READY, cast).id, mode=Mode.HOME, address="Rue 10", note="Merci", actor=cast.awa)
    request_renewal(ordonnances.at(Status.DELIVERED, cast).id, note="La suite", actor=cast.awa)
    ordonnances.short(cast)
    return_prescription(ordonnances.at(Status.VALIDATED, cast).id, reason="Rupture", actor=cast.aminata)
    ordonnances.issued(cast, pharmacy_id=None)
    for name in LOOKING:
        viewer = getattr(cast, name)
        assert desk.prescriptions(viewer) == as_rows_say(viewer), name
    assert len(desk.prescriptions(cast.aminata)) > 5


def test_a_doctor_is_shown_first_who_waits_for_an_answer_however_long_ago_it_ended(cast, monkeypatch):
    it = ordonnances.at(Status.DELIVERED, cast)
    request_renewal(it.id, note="", actor=cast.awa)
    it.updated_at -= 2 * desk.RECENT
    db.session.commit()
    for _ in range(2):
        ordonnances.issued(cast)
    monkeypatch.setattr(desk, "MOST", 2)
    desk._desk.cache_clear(), desk._parts.cache_clear()
    shown = [one.id for one in desk.prescriptions(cast.fatou)]
    desk._desk.cache_clear(), desk._parts.cache_clear()
    assert it.id in shown and len(shown) == 2
    assert it.id not in {one.id for one in desk.prescriptions(cast.awa)}


def test_a_card_and_its_reader_hold_nothing_that_is_not_their_value(cast):
    shown = card(ordonnances.issued(cast), cast.fatou)
    assert shown.patient.name == cast.awa.name
    for record, name in ((shown, "pickup_code"), (shown.patient, "phone"), (Reader.of(cast.fatou), "name")):
        with pytest.raises(NotOnTheCard):
            current_app.jinja_env.from_string("{{ it." + name + " }}").render(it=record)


def test_what_changed_is_rendered_anew_and_what_did_not_is_kept(cast, monkeypatch):
    current_app.extensions["memo"] = memo = Memo()
    it = ordonnances.at(Status.VALIDATED, cast)
    first = fragment.render("prescription", it, cast.aminata)
    monkeypatch.setattr(fragment, "_rendered", pytest.fail)
    assert fragment.render("prescription", it, cast.aminata) == first
    monkeypatch.undo()
    cast.awa.name = "Awa Sarr"
    assert "Awa Sarr" in fragment.render("prescription", it, cast.aminata)
    with speaking("en"):
        fragment.render("prescription", it, cast.aminata)
    assert len(memo) == 3
    db.session.rollback()


def test_a_secret_is_shown_each_time_and_never_kept(cast, context):
    current_app.extensions["memo"] = memo = Memo()
    it = ordonnances.at(Status.READY, cast)
    for _ in range(2):
        assert it.pickup_code in fragment.render("prescription", it, cast.awa)
    assert len(memo) == 0
    fragment.render("prescription", ordonnances.issued(cast), cast.awa)
    assert len(memo) == 1


def test_a_memo_forgets_what_was_not_asked_for_lately(context):
    memo, made = Memo(most=4), []
    for name in "abacadeba":
        memo.html("noun", "reader", name, lambda noun, reader, name: made.append(name) or name)
        assert len(memo) <= 4
    assert made == list("abcdeba")


def test_nothing_is_kept_while_templates_are_written(context):
    memo, made = Memo(0), iter(("before", "after"))
    assert [memo.html("noun", "reader", "card", lambda *_: next(made)) for _ in range(2)] == ["before", "after"]
