"""Part deliveries, lines, corrections, the roster and delivery notes, over JSON."""

from datetime import timedelta

from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.models.types import utcnow
from tests import ordonnances

LINES = [Line("Amoxicilline", "500 mg", 30), Line("Paracétamol", "500 mg", 20, substitutable=False)]


def test_a_part_is_handed_over_and_everyone_reads_what_they_may(api, cast):
    it = ordonnances.at(Status.READY, cast, LINES)
    first = str(it.lines[0].id)
    path, aminata = f"/prescriptions/{it.id}", api("aminata")
    portions = [{"line_id": first, "quantity": 10, "substitute": "salbutamol", "reason": "Rupture"}]
    answer = aminata(f"POST {path}/delivery", {"pickup_code": it.pickup_code, "lines": portions})
    assert (answer.status_code, answer.json["status"]) == (200, "partially_delivered")
    assert [(line["delivered"], line["status"]) for line in answer.json["lines"]] == [(10, "open"), (0, "open")]
    (given,) = api("awa")(f"GET {path}").json["dispenses"]
    assert (given["line_id"], given["quantity"], given["substitute"], given["reverses"]) == (first, 10, "Salbutamol", None)
    undone = aminata(f"POST {path}/dispenses/{given['id']}/reversal", {"reason": "Erreur"})
    assert (undone.status_code, undone.json["status"]) == (200, "ready")
    assert [row["quantity"] for row in undone.json["dispenses"]] == [10, -10]


def test_what_may_not_be_handed_over_is_said_and_nothing_is(api, cast, unchanged):
    it = ordonnances.at(Status.READY, cast, LINES)
    first, second = (str(line.id) for line in it.lines)
    path, aminata = f"/prescriptions/{it.id}/delivery", api("aminata")
    with unchanged():
        more = aminata(f"POST {path}", {"pickup_code": it.pickup_code, "lines": [{"line_id": first, "quantity": 31}]})
        assert set(more.json["errors"]) == {"lines.0.quantity"}
        other = {"line_id": second, "quantity": 1, "substitute": "Salbutamol", "reason": "Rupture"}
        answer = aminata(f"POST {path}", {"pickup_code": it.pickup_code, "lines": [other]})
        assert (answer.status_code, [line["id"] for line in answer.json["lines"]]) == (409, [second])


def test_a_line_is_left_out_and_replaced(api, cast):
    it = ordonnances.at(Status.VALIDATED, cast, LINES)
    path = f"/prescriptions/{it.id}/lines/{it.lines[0].id}"
    answer = api("aminata")(f"POST {path}/non-dispensing", {"reason": "out_of_stock"})
    assert (answer.json["lines"][0]["status"], answer.json["lines"][0]["why_not"]) == ("not_dispensed", "out_of_stock")
    new = {"medication": "Azithromycine", "dosage": "500 mg", "quantity": 3}
    answer = api("fatou")(f"POST {path}/replacement", new)
    assert answer.status_code == 201
    old, _, line = answer.json["lines"]
    assert (old["replaced_by"], line["medication"], line["status"]) == (line["id"], "Azithromycine", "open")


def test_the_roster_says_who_is_on_duty(api, cast):
    admin, now = api("ousmane"), utcnow()
    duty = {"pharmacy_id": str(cast.medina.id), "starts_at": now.isoformat()}
    duty["ends_at"] = (now + timedelta(hours=2)).isoformat()
    added = admin("POST /admin/duties", duty)
    assert added.status_code == 201
    assert [one["pharmacy"]["name"] for one in api()("GET /duties").json["items"]] == ["Pharmacie de la Médina"]
    listed = {one["name"]: one["on_duty"] for one in api("awa")("GET /pharmacies").json["items"]}
    assert listed == {"Pharmacie de la Médina": True, "Pharmacie du Plateau": False}
    assert admin("POST /admin/duties", duty).status_code == 409
    assert admin(f"DELETE /admin/duties/{added.json['id']}").status_code == 204
    assert api()("GET /duties").json["items"] == []


def test_a_delivery_note_comes_in_whole_or_not_at_all(api, cast, unchanged):
    pharmacist, head = api("aminata"), "medication,lot,expires_on,quantity\n"
    with unchanged():
        answer = pharmacist("POST /stock/imports", {"csv": f"{head}Zinc,Z1,2099-01-01,5\nZinc,,2099-01-01,0"})
        assert set(answer.json["errors"]) == {"lines.3.lot", "lines.3.quantity"}
    answer = pharmacist("POST /stock/imports", {"csv": f"{head}Zinc,Z1,2099-01-01,5"}, key="k")
    assert (answer.status_code, answer.json) == (201, {"received": 1})
    assert pharmacist("POST /stock/imports", {"csv": f"{head}Zinc,Z1,2099-01-01,5"}, key="k").status_code == 201
    assert ordonnances.stock(cast.plateau)["Zinc"] == (5, 0)
