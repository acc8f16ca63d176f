"""The admin's pages: who may act, what was announced and done, how it goes; live, refused with words, nothing clinical."""

import pytest
from sqlalchemy import func, select

from fadjma.commands.accounts import register
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.notifications import announce
from fadjma.domain import events
from fadjma.extensions import db
from fadjma.models import Announcement, AuditEntry, MedicalRecordVersion, Pharmacy, User
from fadjma.web.admin.labels import AUDIT_ACTS, AUDIT_FAMILIES, AUDIT_SUBJECTS
from tests import html
from tests.people import act, told

PAGES = ["/admin/", "/admin/users", "/admin/users/new", "/admin/pharmacies", "/admin/announcements", "/admin/audit"]
DOCTOR = {"role": "doctor", "name": "Dr Mariama Ly", "email": "mariama@fadjma.example", "password": "une longue phrase"}


@pytest.fixture
def ousmane(as_):
    """The admin's browser."""
    return as_("ousmane")


def status_of(id):
    db.session.expire_all()
    return db.session.get(User, id).status


def written():
    return db.session.scalar(select(func.count()).select_from(AuditEntry))


@pytest.mark.parametrize("page", [*PAGES, "/admin/metrics", "/admin/audit/verification"])
@pytest.mark.parametrize("login", ["awa", "fatou", "aminata"])
def test_an_admins_page_is_an_admins_alone(as_, page, login):
    assert as_(login).get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens(ousmane, page):
    assert ousmane.get(page).status_code == 200


def test_an_admin_opens_no_page_of_another_role(ousmane, cast):
    for page in ("/patient/", "/doctor/", "/pharmacist/", f"/doctor/patients/{cast.awa.id}"):
        assert ousmane.get(page).status_code == 403


# Accounts


def test_somebody_who_registers_joins_the_open_dashboard_as_a_reload_would_show_them(ousmane, listening, cast):
    ear = listening(ousmane)
    told(ear)
    mariama = register(**DOCTOR, establishment="Clinique Pasteur", town="Saint-Louis")
    (frame,) = told(ear, "notification")
    swap = next(swap for swap in frame["swaps"] if swap["target"] == f"user_{mariama.id}")
    assert swap["list"] == "users" and "Dr Mariama Ly" in swap["html"]
    for page in ("/admin/", "/admin/users", "/admin/users?status=pending"):
        assert swap["html"] in ousmane.get(page).text
    assert "Mariama" not in frame["title"] + frame["message"]


def test_a_verified_doctor_may_act_and_every_admin_sees_it(ousmane, as_, listening, cast):
    ear, ndeye = listening(ousmane), cast.ndeye.id
    assert as_("ndeye").get("/doctor/").status_code != 200
    answer = act(ousmane, f"/admin/users/{ndeye}/verification")
    assert answer.status_code == 200 and 'data-status="active"' in answer.text
    (frame,) = told(ear, "notification")
    assert answer.text.strip() in [swap["html"] for swap in frame["swaps"]]
    assert frame["notify"] is False
    assert as_("ndeye").get("/doctor/").status_code == 200


def test_suspension_signs_out_and_reinstatement_lets_in_again(ousmane, as_, cast):
    fatou, browser = cast.fatou.id, as_("fatou")
    assert act(ousmane, f"/admin/users/{fatou}/suspension").status_code == 200
    assert browser.get("/doctor/").status_code == 302
    assert act(ousmane, f"/admin/users/{fatou}/reinstatement").status_code == 200
    assert as_("fatou").get("/doctor/").status_code == 200


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("fatou", "verification", 409),
        ("fatou", "reinstatement", 409),
        ("ndeye", "reinstatement", 409),
        ("ousmane", "suspension", 403),
    ],
)
def test_a_step_that_is_none_is_refused_and_changes_nothing(ousmane, cast, login, path, status):
    id, before = getattr(cast, login).id, (status_of(getattr(cast, login).id), written())
    answer = act(ousmane, f"/admin/users/{id}/{path}")
    assert answer.status_code == status and "problem" in answer.text
    assert (status_of(id), written()) == before


def test_nobody_else_may_verify(as_, cast):
    for login in ("awa", "fatou", "aminata", "ndeye"):
        assert act(as_(login), f"/admin/users/{cast.ndeye.id}/verification").status_code == 403
    assert status_of(cast.ndeye.id) == "pending"


def test_an_unknown_account_is_not_found(ousmane, cast):
    assert act(ousmane, f"/admin/users/{cast.plateau.id}/suspension").status_code == 404


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("?status=pending", {"Dr Ndèye Sow"}, {"Dr Fatou Diop"}),
        ("?role=pharmacist", {"Aminata Ba", "Cheikh Gueye"}, {"Awa Ndiaye"}),
        ("?q=ndeye", {"Dr Ndèye Sow"}, {"Awa Ndiaye"}),
        ("?role=doctor&status=active&q=fat", {"Dr Fatou Diop"}, {"Dr Ibrahima Fall"}),
        ("?role=nobody&status=odd&after=x", {"Awa Ndiaye", "Dr Ndèye Sow"}, set()),
    ],
)
def test_accounts_are_filtered(ousmane, cast, query, there, absent):
    page = ousmane.get(f"/admin/users{query}").text.split('id="users"')[1]
    assert all(name in page for name in there) and not any(name in page for name in absent)


def test_a_filtered_list_is_not_joined(ousmane, cast):
    assert "data-joins" not in ousmane.get("/admin/users").text
    assert 'data-joins="no"' in ousmane.get("/admin/users?status=active").text


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("patient", {"birth_date": "1990-05-04"}),
        ("doctor", {"establishment": "Clinique Pasteur", "town": "Saint-Louis"}),
        ("pharmacist", {"pharmacy_id": "plateau"}),
        ("admin", {}),
    ],
)
def test_an_account_made_by_an_admin_may_act_at_once(app, ousmane, cast, role, more):
    more = more | ({"pharmacy_id": str(cast.plateau.id)} if role == "pharmacist" else {})
    answer = act(ousmane, "/admin/users", **DOCTOR | {"role": role}, **more)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/admin/users")
    browser = app.test_client()
    login = {"login": DOCTOR["email"], "password": DOCTOR["password"]}
    assert browser.post("/login", data=login).status_code == 302
    assert browser.get(f"/{role}/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "awa@fadjma.example"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"password": "123456"}, "password"),
        ({"role": "patient", "birth_date": ""}, "birth_date"),
        ({"role": "patient", "birth_date": "hier"}, "birth_date"),
        ({"role": "patient", "birth_date": "2999-01-01"}, "birth_date"),
        ({"role": "pharmacist", "pharmacy_id": ""}, "pharmacy_id"),
        ({"role": "pharmacist", "pharmacy_id": "nowhere"}, "pharmacy_id"),
        ({"role": "surgeon"}, "role"),
    ],
)
def test_a_form_with_a_mistake_comes_back_with_its_words(ousmane, cast, typed, field):
    people, before = db.session.scalar(select(func.count()).select_from(User)), written()
    answer = act(ousmane, "/admin/users", **DOCTOR | typed)
    assert answer.status_code == 422
    page = html.check(answer.text, fragment=True)
    assert "error-summary" in answer.text and field in page.ids
    assert "une longue phrase" not in answer.text
    assert (typed.get("name", DOCTOR["name"]) or 'name="name"') in answer.text
    assert (db.session.scalar(select(func.count()).select_from(User)), written()) == (people, before)


# Pharmacies and announcements


def test_a_new_pharmacy_can_be_chosen_by_its_pharmacists(ousmane, client, cast):
    answer = act(ousmane, "/admin/pharmacies", name="Pharmacie  de Kédougou", town="Kédougou", phone="33 985 10 10")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/admin/pharmacies")
    row = db.session.scalars(select(Pharmacy).where(Pharmacy.town == "Kédougou")).one()
    assert (row.name, row.phone) == ("Pharmacie de Kédougou", "+221339851010")
    assert "Pharmacie de Kédougou" in ousmane.get("/admin/pharmacies").text
    assert str(row.id) in client.get("/register?role=pharmacist").text


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"town": " "}, {"name": "Pharmacie du Plateau"}, {"name": "x" * 121}, {"phone": "12"}]
)
def test_a_pharmacy_that_cannot_be_is_refused(ousmane, cast, typed):
    before = written()
    answer = act(ousmane, "/admin/pharmacies", **{"name": "Pharmacie de Kédougou", "town": "Kédougou"} | typed)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    assert (written(), db.session.scalar(select(func.count()).select_from(Pharmacy))) == (before, 2)


def test_an_announcement_reaches_its_role_and_nobody_else(ousmane, as_, listening, cast):
    ears = {login: listening(as_(login)) for login in ("awa", "fatou", "aminata", "ousmane")}
    for ear in ears.values():
        told(ear)
    answer = act(ousmane, "/admin/announcements", audience="doctors", title="Réunion", message="Lundi à 8 h.")
    assert answer.headers["HX-Redirect"] == "/admin/announcements"
    (frame,) = told(ears["fatou"], "notification")
    assert (frame["title"], frame["message"], frame["notify"]) == ("Réunion", "Lundi à 8 h.", True)
    assert [told(ears[login]) for login in ("awa", "aminata", "ousmane")] == [[], [], []]
    assert "Lundi à 8 h." in ousmane.get("/admin/announcements").text


@pytest.mark.parametrize(
    "typed", [{"audience": "nobody"}, {"audience": ""}, {"title": " "}, {"title": "x" * 121}, {"message": ""}]
)
def test_an_announcement_with_a_mistake_is_not_made(ousmane, cast, typed):
    before = written()
    answer = act(ousmane, "/admin/announcements", **{"audience": "doctors", "title": "Réunion", "message": "Lundi."} | typed)
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert (written(), db.session.scalar(select(func.count()).select_from(Announcement))) == (before, 0)


# The trail


def test_every_fact_has_its_words():
    kinds = [kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, events.Event)]
    facts = {kind for kind in kinds if not kind.__subclasses__()}
    assert {kind.__name__ for kind in facts} == set(AUDIT_ACTS)
    subjects = {kind.subject for kind in facts} - {"medical_record_activity"}
    assert subjects | {"patient_file", "medical_records", "vital_signs", "file_search"} == set(AUDIT_SUBJECTS)


def test_the_trail_says_who_and_when_and_nothing_clinical(ousmane, cast):
    content = {"title": "Asthme intermittent", "content": "Toux de nuit"}
    add_medical_record(cast.awa.id, kind="consultation", **content, actor=cast.fatou)
    page = ousmane.get("/admin/audit?family=records").text
    assert "Entrée ajoutée" in page and "Dr Fatou Diop" in page
    for word in ("Asthme", "Toux", "Awa Ndiaye", "consultation", "Consultation"):
        assert word not in page


@pytest.mark.parametrize("family", AUDIT_FAMILIES)
def test_the_trail_is_filtered_by_family(ousmane, family):
    assert ousmane.get(f"/admin/audit?family={family}&q=ousmane").status_code == 200


def test_the_trail_is_filtered_by_who_acted(ousmane, as_, cast):
    as_("awa")
    page = ousmane.get("/admin/audit?q=AWA").text.split('id="audit_entries"')[1]
    assert "Awa Ndiaye" in page and "Ousmane Sy" not in page


def test_a_long_trail_has_pages(ousmane, as_, cast):
    for _ in range(11):
        act(as_("awa"), "/logout")
    first = ousmane.get("/admin/audit")
    following = html.check(first.text).root.find(".//a[@rel='next']").get("href")
    second = ousmane.get(following).text
    assert "audit_entry_1" in second and 'audit_entry_1"' not in first.text


def test_the_seals_are_checked_on_demand(ousmane, cast):
    assert "tiennent" in ousmane.get("/admin/audit/verification", headers={"HX-Request": "true"}).text
    first = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).first()
    first.act = "SessionEnded"
    db.session.commit()
    answer = ousmane.get("/admin/audit/verification", headers={"HX-Request": "true"})
    assert "l’entrée 1 " in answer.text and 'role="alert"' in answer.text


# The figures


def test_the_figures_are_those_of_now_and_ask_for_themselves_again(ousmane, as_, listening):
    listening(as_("awa")), listening(as_("fatou"))
    page = ousmane.get("/admin/metrics", headers={"HX-Request": "true"})
    figures = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
    assert (figures["Patients"], figures["Médecins"], figures["Pharmaciens"]) == ("1", "1", "0")
    assert 'hx-get="/admin/metrics"' in page.text and 'hx-trigger="every 5s"' in page.text
    assert 'id="metrics"' in ousmane.get("/admin/").text


def test_the_last_minutes_are_plotted_once_there_are_some(app, ousmane):
    assert "<svg" not in ousmane.get("/admin/metrics", headers={"HX-Request": "true"}).text
    for _ in range(3):
        app.extensions["metrics"].history.take()
    answer = ousmane.get("/admin/metrics", headers={"HX-Request": "true"})
    assert answer.text.count("<polyline") == 4


def test_the_dashboard_shows_what_was_announced_last_and_checks_the_seals(ousmane, cast):
    for title in ("Un", "Deux", "Trois"):
        announce(audience="doctors", title=title, message="Bonjour", actor=cast.ousmane)
    page = ousmane.get("/admin/").text
    assert [title for title in ("Trois", "Deux", "Un") if f"<h3>{title}</h3>" in page] == ["Trois", "Deux"]
    assert 'hx-get="/admin/audit/verification"' in page


def texts(answer, tag):
    return [html.said(element) for element in html.check(answer.text, fragment=True).root.iter(tag)]


def test_no_page_of_an_admin_shows_anything_clinical(ousmane, cast):
    secret = "Hépatite B chronique"
    add_medical_record(cast.awa.id, kind="consultation", title=secret, content=secret, actor=cast.fatou)
    assert db.session.scalar(select(MedicalRecordVersion.title)) == secret
    assert all(secret not in ousmane.get(page).text for page in PAGES)
