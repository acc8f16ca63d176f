"""The doctor's pages, live: what a frame brings is what a reload shows, and what a doctor may no longer see leaves."""

import pytest

from fadjma.commands.access_requests import request_access
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.prescriptions import issue_prescription
from fadjma.domain.signing import Line
from tests.people import act, told
from tests.web.live import let_in, swaps


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, kind="note", title="Avis", content="Rien.", actor=cast.fatou)


def test_a_request_asked_granted_and_cut_is_live_as_reloaded(as_, cast, listening):
    ibrahima, moussa = as_("ibrahima"), as_("moussa")
    desk, phone = listening(ibrahima), listening(moussa)
    wish = {"reason": "Fièvre", "level": "read", "days": "30"}
    asked = act(ibrahima, f"/doctor/patients/{cast.moussa.id}/access-requests", **wish)
    own_page = asked.headers["HX-Redirect"]
    assert asked.status_code == 204
    for step, act_of_moussa in (("pending", None), ("approved", "approval"), ("revoked", "revocation")):
        if act_of_moussa:
            assert act(moussa, f"/patient/access-requests/{own_page.split('/')[-1]}/{act_of_moussa}").status_code == 200
        (to_doctor,), (to_patient,) = (
            [frame for frame in told(ear) if "access_request" in frame["type"]] for ear in (desk, phone)
        )
        assert to_doctor["data"]["status"] == to_patient["data"]["status"] == step
        target = f"access_request_{own_page.split('/')[-1]}"
        assert swaps(to_doctor)[target] in ibrahima.get("/doctor/").text
        assert swaps(to_patient)[target] in moussa.get("/patient/").text
        if act_of_moussa:
            assert swaps(to_doctor)[target.replace("_request_", "_request_detail_")] in ibrahima.get(own_page).text


def test_the_file_leaves_when_the_access_is_cut(fatou, as_, cast, listening, file, entry):
    desk = listening(fatou)
    pages = (file, f"{file}/medical-records/new", f"{file}/prescriptions/new", f"/doctor/medical-records/{entry.id}")
    for page in pages:
        assert f'id="patient_file_{cast.awa.id}"' in fatou.get(page).text
    act(as_("awa"), f"/patient/access-requests/{cast.grant.id}/revocation")
    (frame,) = told(desk, "access_request_status_changed")
    assert swaps(frame)[f"patient_file_{cast.awa.id}"] == ""
    assert [fatou.get(page).status_code for page in pages] == [404, 404, 404, 200]
    assert f"patient_file_{cast.awa.id}" not in fatou.get(pages[-1]).text


def test_what_a_doctor_wrote_stays_open_to_them_and_is_found_again(fatou, as_, cast, file, entry):
    act(as_("awa"), f"/patient/access-requests/{cast.grant.id}/revocation")
    assert f"{file}/own-medical-records" in fatou.get(f"/doctor/access-requests/{cast.grant.id}").text
    assert f"/doctor/medical-records/{entry.id}" in fatou.get(f"{file}/own-medical-records").text
    assert "la liste de votre dossier" in as_("awa").get("/patient/access-log").text
    assert as_("ibrahima").get(f"{file}/own-medical-records").status_code == 404


def test_a_file_open_under_another_access_stays(fatou, as_, cast, listening, file):
    let_in(cast, "fatou")
    desk = listening(fatou)
    act(as_("awa"), f"/patient/access-requests/{cast.grant.id}/revocation")
    (frame,) = told(desk, "access_request_status_changed")
    assert f"patient_file_{cast.awa.id}" not in swaps(frame)
    assert fatou.get(file).status_code == 200


def test_an_ordonnance_joins_the_desk_and_the_file_it_is_for(fatou, cast, listening, file):
    desk = listening(fatou)
    issue_prescription(cast.awa.id, lines=[Line("Salbutamol", "100 µg", 1)], actor=cast.fatou)
    (frame,) = told(desk, "new_prescription")
    homes = {swap.get("of"): swap["html"] for swap in frame["swaps"]}
    assert set(homes) == {None, f"patient_{cast.awa.id}"}
    assert homes[None] in fatou.get("/doctor/").text
    assert homes[f"patient_{cast.awa.id}"] in fatou.get(file).text


def test_a_request_is_told_to_the_doctors_other_devices_in_their_words(fatou, cast, listening):
    phone = listening(fatou)
    request_access(cast.moussa.id, reason="Fièvre", level="read", days=1, actor=cast.fatou)
    (frame,) = told(phone, "new_access_request")
    assert frame["message"] == "Votre demande à Moussa Sarr, pour 1 jour, attend sa réponse."
    assert frame["notify"] is False
    assert frame["url"] == f"/doctor/access-requests/{frame['data']['access_request_id']}"
