"""The checks, the catalogue and the alerts as programs meet them."""

from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.requests import request_renewal
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from tests.ordonnances import at

LINE = {"medication": "Amoxicilline", "form": "gélule", "dosage": "500 mg", "quantity": 12}


def allergic(cast):
    data = {"substance": "Pénicilline", "severity": "severe"}
    add_medical_record(cast.awa.id, kind="allergy", title="Allergie", content="", data=data, actor=cast.fatou)


def test_a_failed_check_is_409_with_checks_and_a_reason_signs(api, cast, unchanged):
    allergic(cast)
    body, doctor = {"patient_id": str(cast.awa.id), "lines": [LINE]}, api("fatou")
    with unchanged():
        refused = doctor("POST /prescriptions", body)
    assert refused.status_code == 409 and refused.json["type"] == "urn:fadjma:problem:checks_failed"
    (check,) = refused.json["checks"]
    assert (check["line"], check["kind"], check["by"], check["against"]) == (0, "allergy", "class", "Pénicilline")
    signed = doctor("POST /prescriptions", body | {"override": "Test négatif"})
    assert signed.status_code == 201 and signed.json["override"] == "Test négatif"
    assert [alert["kind"] for alert in signed.json["alerts"]] == ["allergy"]


def test_alerts_are_seen_by_the_three_parties_each_what_is_theirs(api, cast):
    allergic(cast)
    at(Status.VALIDATED, cast, [Line("Simvastatine", "20 mg", 30)])
    lines = [Line("Amoxicilline", "500 mg", 12), Line("Clarithromycine", "500 mg", 14)]
    it = at(Status.VALIDATED, cast, lines, override="Test négatif")
    for name, found in (("awa", 2), ("fatou", 2), ("aminata", 1)):
        shown = api(name)(f"GET /prescriptions/{it.id}").json
        assert (len(shown["alerts"]), shown["override"]) == (found, "Test négatif")
    paper = api("cheikh")(f"GET /prescriptions/by-matricule/{it.matricule}").json
    assert "alerts" not in paper and "override" not in paper


def test_a_renewal_takes_a_reason(api, cast):
    it = at(Status.DELIVERED, cast, [Line("Amoxicilline", "500 mg", 12)])
    request_renewal(it.id, actor=cast.awa)
    allergic(cast)
    path = f"POST /prescriptions/{it.id}/renewal-request/acceptance"
    assert api("fatou")(path).json["checks"]
    assert api("fatou")(path, {"override": "Bien toléré"}).status_code == 201


def test_the_catalogue_is_searched(api):
    (first, *_) = api("awa")("GET /medications", q="paracetamol 1 g").json["items"]
    assert {name: first[name] for name in ("name", "form", "strength", "atc")} == {
        "name": "Paracétamol", "form": "comprimé", "strength": "1 g", "atc": "N02BE01",
    }  # fmt: skip
    assert api("cheikh")("GET /medications").json == {"items": [], "next": None}
