"""Frames shared by many: what sets one person's apart, and that none outlives what it shows."""

import pytest

from fadjma.commands.access_requests import decide_access_request
from fadjma.commands.accounts import administer_account
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.notifications import announce, read_all_notifications
from fadjma.domain.access_requests import Status
from fadjma.extensions import db
from fadjma.models.types import utcnow
from fadjma.realtime import bundles, readers
from tests.counting import counted
from tests.people import told


@pytest.fixture(autouse=True)
def nothing_is_fresh(monkeypatch):
    """Let every fact be old enough to have been read."""
    monkeypatch.setattr(readers, "FRESH", -readers.FRESH * 3600)


def notices(frames):
    """Return what the rows of the centre say of themselves in these frames."""
    rows = [swap["html"] for frame in frames for swap in frame["swaps"] if swap["list"] == "notifications"]
    return ["read" if 'data-status="read"' in row else "unread" if row else "none" for row in rows]


def tell_patients(cast):
    """Tell all patients something, as the admin."""
    return announce(audience="patients", title="Vaccination", message="Samedi.", actor=cast.ousmane)


def returned(listening, browser, **cursors):
    """Return what a browser hears that comes back with old cursors."""
    return told(listening(browser, cursors=cursors), "notification")


def test_who_returns_sees_what_they_have_read_and_nobody_elses(as_, listening, cast):
    awa, moussa = as_("awa"), as_("moussa")
    tell_patients(cast)
    read_all_notifications(actor=cast.awa)
    assert notices(returned(listening, awa, patients=0)) == ["read"]
    assert notices(returned(listening, moussa, patients=0)) == ["unread"]
    assert notices(returned(listening, awa, patients=0)) == ["read"]


def test_who_was_not_here_yet_is_not_notified_of_it_and_those_who_were_are(as_, listening, cast):
    browsers = as_("awa"), as_("moussa")
    tell_patients(cast)
    cast.awa.created_at = cast.awa.verified_at = utcnow()
    db.session.commit()
    assert [notices(returned(listening, browser, patients=0)) for browser in browsers] == [["none"], ["unread"]]


def test_what_one_admin_hears_of_their_own_account_is_not_what_the_others_hear(as_, listening, cast):
    cast.cheikh.role, cast.cheikh.pharmacy_id, cast.cheikh.status = "admin", None, "pending"
    db.session.commit()
    administer_account(cast.cheikh.id, "active", actor=cast.ousmane)
    (mine,) = returned(listening, as_("cheikh"), admins=0)
    (others,) = returned(listening, as_("ousmane"), admins=0)
    assert "Votre compte" not in others["title"] + others["message"]
    assert mine["message"] != others["message"]


def test_a_frame_is_made_once_for_all_and_again_after_any_act(as_, listening, cast, monkeypatch):
    tell_patients(cast)
    rendered, frame = [], bundles.frame
    monkeypatch.setattr(bundles, "frame", lambda entry, sight: rendered.append(entry.stream) or frame(entry, sight))
    awa, moussa = as_("awa"), as_("moussa")
    for browser in (awa, moussa, awa):
        assert returned(listening, browser, patients=0)
    assert rendered.count("patients") == 1
    decide_access_request(cast.grant.id, Status.REVOKED, actor=cast.awa)
    assert returned(listening, moussa, patients=0)
    assert rendered.count("patients") == 2


def test_what_was_read_while_somebody_committed_is_not_kept(context, cast, monkeypatch):
    tell_patients(cast)
    kept, above = bundles.Bundles(), bundles.journal.above
    monkeypatch.setattr(bundles.journal, "above", lambda *asked: kept.clear() or above(*asked))
    assert kept.shelf("patients", 0).entries
    assert not kept.shelves


def test_a_stream_is_caught_up_with_query_by_query_not_entry_by_entry(as_, listening, cast):
    for number in range(60):
        add_medical_record(cast.awa.id, kind="note", title=f"Suivi {number}", content="Stable.", actor=cast.fatou)
    awa, asked = as_("awa"), []
    with counted(asked):
        heard = told(listening(awa, cursors={f"user_{cast.awa.id}": 0}), "new_medical_record")
    assert len(heard) == 60
    assert len(asked) < 60
