"""Who follows a file hears what its patient hears, from the moment it began, and nothing once it has ended.

Moussa follows Awa's file here.
"""

import json

import pytest

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.delegations import begin_delegation, end_delegation
from fadjma.commands.medical_records import add_medical_record, read_file
from fadjma.commands.readings import begin_reading
from fadjma.domain.access_requests import Status
from fadjma.realtime import journal
from tests import ordonnances
from tests.people import told

NOTE = {"kind": "note", "title": "Xanthodermie", "content": "Sèche"}


@pytest.fixture
def followed(cast):
    return begin_delegation(cast.awa.id, cast.moussa.phone, bond="mon frère", actor=cast.awa)


@pytest.fixture
def ears(as_, listening, cast):
    """Return {name: Socket.IO client} of Awa, Moussa and Ibrahima, who have heard nothing yet."""
    heard = {name: listening(as_(name)) for name in ("awa", "moussa", "ibrahima")}
    for ear in heard.values():
        ear.get_received()
    return heard


def test_both_are_told_and_the_way_to_the_file_joins_the_page(cast, ears):
    begin_delegation(cast.awa.id, cast.moussa.phone, bond="mon frère", actor=cast.awa)
    (frame,) = told(ears["moussa"])
    assert (frame["type"], frame["notify"], frame["url"]) == ("notification", True, f"/patient/people/{cast.awa.id}/")
    assert "Awa Ndiaye" in frame["message"]
    joining = {swap["list"]: swap for swap in frame["swaps"]}
    assert joining["followings"]["html"] and "of" not in joining["followings"]
    assert joining["delegations"]["html"]
    (frame,) = told(ears["awa"])
    assert frame["notify"] is False  # she did it
    assert {swap["target"]: bool(swap["html"]) for swap in frame["swaps"] if swap["list"] == "followings"}.popitem()[
        1
    ] is False
    assert told(ears["ibrahima"]) == []


def test_a_delegate_hears_what_the_patient_hears_and_whose_it_is(cast, followed, ears):
    for ear in ears.values():
        ear.get_received()
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    (frame,) = told(ears["moussa"])
    assert frame["title"].startswith("Pour Awa Ndiaye")
    card = frame["swaps"][0]
    assert (card["list"], card["of"]) == ("access_requests", f"patient_{cast.awa.id}")
    (own,) = told(ears["awa"])
    assert "of" not in own["swaps"][0] and "Awa" not in own["title"]
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    swaps = told(ears["moussa"])[0]["swaps"]
    assert {swap["of"] for swap in swaps if swap["list"] != "notifications"} == {f"patient_{cast.awa.id}"}
    assert all(swap.get("of") for swap in swaps if swap["list"] == "access_log_lines")
    for ear in ears.values():
        ear.get_received()
    decide_access_request(asked.id, Status.APPROVED, actor=cast.moussa)
    said = {name: told(ear)[0] for name, ear in ears.items()}
    assert said["awa"]["notify"] and said["awa"]["message"].endswith("Fait par Moussa Sarr, qui suit votre dossier.")
    assert said["ibrahima"]["message"].endswith("Fait par Moussa Sarr, pour Awa Ndiaye.")
    assert said["moussa"]["notify"] is False
    assert "Décidé par Moussa Sarr, pour Awa Ndiaye." in said["ibrahima"]["swaps"][0]["html"]
    (line,) = [swap for swap in said["awa"]["swaps"] if swap["list"] == "access_log_lines"]
    assert "Moussa Sarr, pour Awa Ndiaye" in line["html"]


def test_what_is_live_is_what_a_reload_of_their_page_shows(cast, followed, as_, ears):
    browser = as_("moussa")
    ears["moussa"].get_received()
    request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    ordonnances.issued(cast)
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    begin_reading(cast.awa.id, actor=cast.fatou)
    frames = told(ears["moussa"])
    swaps = [swap for frame in frames for swap in frame["swaps"] if swap["list"] != "notifications"]
    page, own = browser.get(f"/patient/people/{cast.awa.id}/").text, browser.get("/patient/").text
    assert {swap["list"] for swap in swaps} >= {"access_requests", "prescriptions", "medical_records", "readings"}
    for swap in swaps:
        if not swap["target"].startswith(("prescription_detail", "access_request_detail", "medical_record_detail")):
            assert swap["html"] in page, swap["target"]
            assert swap["target"] not in own
    assert "Dossier d’Awa Ndiaye, que vous suivez." in page


def test_the_end_is_at_once_and_nothing_comes_after_it(cast, followed, ears):
    for ear in ears.values():
        ear.get_received()
    end_delegation(followed.id, actor=cast.awa)
    (frame,) = told(ears["moussa"])
    gone = {swap["target"] for swap in frame["swaps"] if not swap["html"]}
    assert gone == {f"following_{followed.id}", f"patient_file_{cast.awa.id}"}
    request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    read_file(cast.awa.id, actor=cast.fatou)
    assert told(ears["moussa"]) == []
    assert told(ears["awa"])


def test_what_was_recorded_meanwhile_and_comes_after_the_end_is_void(cast, followed, as_, listening):
    browser, stream = as_("moussa"), f"user_{cast.moussa.id}"
    head = journal.heads([stream])[stream]
    request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    ordonnances.issued(cast)
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    begin_reading(cast.awa.id, actor=cast.fatou)
    end_delegation(followed.id, actor=cast.awa)
    frames = told(listening(browser, cursors={stream: head}))
    *before, last = frames
    assert len(before) == 4 and all(frame["void"] for frame in before)
    assert not any(swap["html"] for frame in before for swap in frame["swaps"])
    assert "title" in last and "void" not in last
    said = json.dumps(before, ensure_ascii=False)
    assert not [word for word in ("Toux", "Xanthodermie", "Fatou", "Awa", "Salbutamol") if word in said]
    centre = browser.get("/notifications").text
    assert not [word for word in ("Toux", "Xanthodermie", "Fatou", "Ibrahima") if word in centre]


def test_who_follows_somebody_else_hears_nothing_of_it(cast, followed, ears):
    """Awa, whose file Moussa follows, does not follow his."""
    for ear in ears.values():
        ear.get_received()
    request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    assert told(ears["moussa"]) and told(ears["awa"]) == []
