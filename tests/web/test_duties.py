"""The roster: kept by the admin, public, the same for all, and said where a pharmacy is chosen."""

from datetime import timedelta

from fadjma.commands.duties import add_duty
from fadjma.models.types import utcnow
from fadjma.queries import duties
from tests.ordonnances import issued
from tests.people import act

PUBLIC = "/pharmacies-de-garde"


def on_duty(cast, hours=0):
    starts = utcnow() + timedelta(hours=hours)
    return add_duty(pharmacy_id=cast.medina.id, starts_at=starts, ends_at=starts + timedelta(hours=3), actor=cast.ousmane)


def test_anybody_reads_who_is_on_duty_and_caches_keep_the_page(cast, as_, client):
    assert "Aucune garde n’est annoncée" in client.get(PUBLIC).text
    on_duty(cast)
    answer = client.get(PUBLIC)
    assert answer.headers["Cache-Control"] == "public, max-age=300" and "Set-Cookie" not in answer.headers
    assert "Pharmacie de la Médina" in answer.text and "Ouverte" in answer.text
    awas = as_("awa").get(PUBLIC)
    assert "Awa" not in awas.text and "data-user" not in awas.text and "Set-Cookie" not in awas.headers


def test_a_later_night_stands_below(cast, client):
    on_duty(cast, hours=72)
    page = client.get(PUBLIC).text
    assert "Les nuits suivantes" in page and "Ouverte" not in page


def test_whoever_chooses_a_pharmacy_sees_it_is_on_duty(cast, as_):
    on_duty(cast)
    page = as_("awa").get(f"/patient/prescriptions/{issued(cast).id}").text
    assert page.count("De garde cette nuit") == 1


def test_the_admin_adds_and_takes_off_and_what_was_typed_stays(cast, as_):
    ousmane = as_("ousmane")
    day = (utcnow() + timedelta(days=1)).date()
    form = {"pharmacy_id": str(cast.plateau.id), "starts_at": f"{day}T20:00", "ends_at": f"{day}T19:00"}
    answer = act(ousmane, "/admin/duties", **form)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#duty-form")
    assert f'value="{day}T20:00"' in answer.text and "La fin vient avant le début." in answer.text
    form["ends_at"] = f"{day}T23:00"
    assert act(ousmane, "/admin/duties", **form).headers["HX-Redirect"] == "/admin/duties"
    answer = act(ousmane, "/admin/duties", **form)
    assert answer.status_code == 422 and "déjà de garde" in answer.text
    (duty,) = duties.ahead()
    assert f"/admin/duties/{duty.id}/removal" in ousmane.get("/admin/duties").text
    act(ousmane, f"/admin/duties/{duty.id}/removal")
    assert duties.ahead() == []
