"""The three stories as independent clients hear them: every event in the contract's form, and strangers not one byte."""

import re

import pytest

pytestmark = pytest.mark.node

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
LEVELS = {"info", "success", "warning", "urgent"}
STRANGERS = ("khady", "ibrahima", "cheikh", "ousmane")


class Story:
    """Everybody listening, and what they heard of facts."""

    def __init__(self, server, listen):
        self.server = server
        self.ears = {name: listen(server.url, auth={"token": server.token(name)}) for name in PEOPLE}
        for ear in self.ears.values():
            ear.wait_for("connected")
        self.ids = {name: server.api(name).get("/me").json()["id"] for name in PEOPLE}

    def post(self, name, path, expected=200, /, **body):
        """Have somebody do something; return the answer."""
        answer = self.server.api(name).post(path, json=body)
        assert answer.status_code == expected, answer.text
        return answer.json()

    def hears(self, name, event, **data):
        """Return the frame of `event` that `name` hears with these values in its data, checked for its form."""
        wanted = data.items()
        frame = self.ears[name].wait_for(event, where=lambda frame: wanted <= frame.get("data", {}).items())
        check(frame, event)
        return frame

    def bytes_of_facts(self, name):
        """Return what reached `name` on the wire besides the greeting."""
        return [packet for packet in self.ears[name].packets if str(packet.get("data")).startswith(("2[", "2/")) and
                not str(packet["data"]).startswith('2["connected"')]  # fmt: skip


PEOPLE = ("awa", "moussa", "fatou", "aminata", "seynabou", *STRANGERS)


def check(frame, event):
    """Fail unless a frame has the form the contract gives it."""
    assert frame["type"] == event
    assert frame["seq"] > 0 and frame["stream"]
    assert UUID.fullmatch(frame["event_id"])
    assert TIME.fullmatch(frame["timestamp"])
    assert frame["level"] in LEVELS
    assert frame["title"] and frame["message"] and frame["url"].startswith("/")
    for swap in frame["swaps"]:
        assert {"target", "list", "html"} <= set(swap) <= {"target", "list", "html", "of"}
        assert swap["html"] == "" or f'id="{swap["target"]}"' in swap["html"]


@pytest.fixture
def story(server, listen):
    """Everybody of the demo clinic, listening."""
    return Story(server, listen)


def test_access(story):
    body = {"patient_id": story.ids["moussa"], "reason": "Toux persistante", "level": "write", "days": 30}
    request = story.post("fatou", "/access-requests", 201, **body)
    asked = story.hears("moussa", "new_access_request", access_request_id=request["id"], status="pending")
    assert "Fatou Diop" in asked["message"] and "Toux" not in asked["title"] + asked["message"]
    story.post("moussa", f"/access-requests/{request['id']}/approval", level="read", days=7)
    story.hears("fatou", "access_request_status_changed", access_request_id=request["id"], status="approved")
    story.hears("moussa", "access_request_status_changed", status="approved")
    story.post("moussa", f"/access-requests/{request['id']}/revocation")
    revoked = story.hears("fatou", "access_request_status_changed", status="revoked")
    assert {"target": f"patient_file_{story.ids['moussa']}", "list": "patient_files", "html": ""} in revoked["swaps"]
    for stranger in (*STRANGERS, "awa", "aminata", "seynabou"):
        assert story.bytes_of_facts(stranger) == []


def test_prescription(story):
    pharmacies = story.server.api("awa").get("/pharmacies").json()["items"]
    plateau = next(pharmacy["id"] for pharmacy in pharmacies if "Plateau" in pharmacy["name"])
    lines = [{"medication": "Salbutamol", "form": "aérosol", "dosage": "100 µg", "quantity": 1, "instructions": "Au besoin"}]
    body = {"patient_id": story.ids["awa"], "pharmacy_id": plateau, "lines": lines}
    prescription = story.post("fatou", "/prescriptions", 201, **body)
    id = prescription["id"]
    story.hears("awa", "new_prescription", prescription_id=id)
    for pharmacist in ("aminata", "seynabou"):
        offered = story.hears(pharmacist, "new_prescription", prescription_id=id)
        for secret in ("Awa", "Ndiaye", "Salbutamol", prescription["matricule"]):
            assert secret not in str(offered), f"{pharmacist} was told {secret}"
        assert prescription["matricule"][-4:] in str(offered)
    for step, status in (("validation", "validated"), ("preparation", "in_preparation"), ("readiness", "ready")):
        story.post("aminata", f"/prescriptions/{id}/{step}")
        for person in ("awa", "fatou", "aminata", "seynabou"):
            story.hears(person, "prescription_status_changed", prescription_id=id, status=status)
    code = story.server.api("awa").get(f"/prescriptions/{id}").json()["pickup_code"]
    story.post("aminata", f"/prescriptions/{id}/delivery", pickup_code=code)
    for person in ("awa", "fatou", "seynabou"):
        told = story.hears(person, "prescription_status_changed", prescription_id=id, status="delivered")
        assert "Salbutamol" not in told["title"] + told["message"]
        assert code not in str(told)
    story.hears("seynabou", "inventory_updated")
    for stranger in (*STRANGERS, "moussa"):
        assert story.bytes_of_facts(stranger) == []


def test_an_ordonnance_for_no_pharmacy_in_particular(story):
    lines = [{"medication": "Paracétamol", "dosage": "500 mg", "quantity": 16}] * 2
    prescription = story.post("fatou", "/prescriptions", 201, patient_id=story.ids["awa"], lines=lines)
    for pharmacist in ("aminata", "cheikh"):
        heard = story.hears(pharmacist, "new_prescription", lines=2)
        for secret in ("Awa", "Fatou", "Parac", prescription["id"], prescription["matricule"][-4:]):
            assert secret not in str(heard), f"{pharmacist} was told {secret}"
        assert heard["swaps"] == [] or all(swap["target"].startswith("notification_") for swap in heard["swaps"])
    story.post("cheikh", f"/prescriptions/{prescription['id']}/validation", matricule=prescription["matricule"])
    story.hears("awa", "prescription_status_changed", status="validated")
    story.post("cheikh", f"/prescriptions/{prescription['id']}/return", reason="Rupture")
    story.hears("awa", "prescription_status_changed", status="issued")


def test_record(story):
    body = {"patient_id": story.ids["awa"], "kind": "note", "title": "Dyspnée nocturne", "content": "Crises la nuit."}
    record = story.post("fatou", "/medical-records", 201, **body)
    story.hears("awa", "new_medical_record", medical_record_id=record["id"], kind="note")
    changed = {"content": "Crises la nuit, trois fois.", "reason": "Précision", "version": 1}
    answer = story.server.api("fatou").put(f"/medical-records/{record['id']}", json=changed)
    assert answer.status_code == 200, answer.text
    own = story.hears("fatou", "medical_record_updated", medical_record_id=record["id"], version=2)
    assert "Dyspnée" not in str(own) and "Crises" not in str(own)
    told = story.hears("awa", "medical_record_updated", version=2)
    assert "Dyspnée" not in told["title"] + told["message"]
    story.server.api("fatou").get(f"/medical-records/{record['id']}")
    read = story.hears("awa", "medical_record_activity", subject_id=record["id"])
    assert any(swap["target"].startswith("access_log_line_") for swap in read["swaps"])
    for stranger in (*STRANGERS, "moussa", "aminata"):
        assert story.bytes_of_facts(stranger) == []


def test_a_bad_token_is_refused_in_words_a_client_understands(server, listen):
    for auth in ({}, {"token": "nonsense"}):
        assert listen(server.url, auth=auth).wait_for("connect_error")["data"] == {"code": "unauthenticated"}


def test_polling_alone_hears_the_same(server, listen):
    ear = listen(server.url, auth={"token": server.token("awa")}, transports=["polling"])
    ear.wait_for("connected")
    body = {"audience": "patients", "title": "Vaccination", "message": "Campagne samedi."}
    assert server.api("ousmane").post("/admin/announcements", json=body).status_code == 201
    check(ear.wait_for("notification"), "notification")
