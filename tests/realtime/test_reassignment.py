"""A professional with another work hears other streams at once, and never again those they left."""

import pytest

from fadjma.commands.accounts import reassign_account
from fadjma.commands.notifications import announce
from fadjma.domain.errors import Conflict, Forbidden, Invalid
from fadjma.domain.roles import Role
from tests.people import told


def test_another_pharmacy_ends_the_connection_which_comes_back_with_other_streams(cast, as_, listening):
    browser = as_("aminata")
    ear = listening(browser)
    told(ear)
    reassign_account(cast.aminata.id, role=Role.PHARMACIST, pharmacy_id=cast.medina.id, actor=cast.ousmane)
    assert [said["reason"] for said in told(ear, "session_ending")] == ["account_changed"]
    (greeting,) = told(listening(browser), "connected")
    assert f"pharmacy_{cast.medina.id}" in greeting["streams"]
    assert f"pharmacy_{cast.plateau.id}" not in greeting["streams"]


def test_another_role_opens_other_pages_and_closes_the_old_ones(cast, as_, listening):
    browser = as_("aminata")
    assert browser.get("/pharmacist/").status_code == 200
    reassign_account(cast.aminata.id, role=Role.DOCTOR, actor=cast.ousmane)
    assert browser.get("/pharmacist/").status_code == 403
    assert browser.get("/doctor/").status_code == 200
    ear = listening(browser)
    told(ear)
    announce(audience="pharmacists", title="Avis", message="Aux pharmaciens", actor=cast.ousmane)
    assert told(ear) == []


def test_what_may_not_be(cast):
    with pytest.raises(Conflict):
        reassign_account(cast.awa.id, role=Role.DOCTOR, actor=cast.ousmane)
    with pytest.raises(Conflict):
        reassign_account(cast.fatou.id, role=Role.PATIENT, actor=cast.ousmane)
    with pytest.raises(Invalid):
        reassign_account(cast.fatou.id, role=Role.PHARMACIST, actor=cast.ousmane)
    with pytest.raises(Forbidden):
        reassign_account(cast.ousmane.id, role=Role.DOCTOR, actor=cast.ousmane)
