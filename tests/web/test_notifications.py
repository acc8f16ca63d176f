"""The notification centre: filters, pages, reading on every tab and device, live equal to reload."""

import json
from uuid import uuid4

import pytest

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.accounts import administer_account, register
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.notifications import announce
from fadjma.commands.prescriptions import issue_prescription
from fadjma.domain.access_requests import Status
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.signing import Line
from fadjma.queries import notifications
from tests import html
from tests.people import act, sign_in, told
from tests.traces import nothing_written, written

NEWS = {"title": "Fermeture samedi", "message": "Le laboratoire sera fermé.\n\nLes urgences restent ouvertes."}


@pytest.fixture
def asked(cast):
    """A request of Ibrahima's to Moussa: one notification."""
    return request_access(cast.moussa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)


def rows(browser, query=""):
    """Return {id: status} of the centre's rows."""
    page = html.Page(browser.get(f"/notifications{query}").text)
    return {row.get("id"): row.get("data-status") for row in page.root.iterfind(".//ul[@id='notifications']/li[@id]")}


def unread(browser):
    """Return the number in the badge."""
    badge = browser.get("/notifications/count", headers={"HX-Request": "true"}).text
    return int(html.said(html.Page(badge, fragment=True).root))


def first(cast, name, place=0):
    """Return the newest notification of somebody, or the one at that place."""
    return notifications.listed(getattr(cast, name))[0][place]


def joins(browser, query):
    """Return whether new rows join the list of this address."""
    page = html.Page(browser.get(f"/notifications{query}").text)
    return page.root.find(".//ul[@id='notifications']").get("data-joins") is None


# Telling


def test_a_new_notification_is_what_a_reload_shows(as_, cast, listening):
    moussa = as_("moussa")
    socket = listening(moussa)
    request_access(cast.moussa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)
    (frame,) = told(socket, "new_access_request")
    (row,) = [swap for swap in frame["swaps"] if swap["list"] == "notifications"]
    assert row["target"] == f"notification_{frame['event_id']}"
    page = moussa.get("/notifications").text
    assert row["html"] in page
    assert frame["title"] in page and frame["message"] in page
    assert unread(moussa) == 1


@pytest.mark.parametrize(
    ("audience", "hears"),
    [("patients", {"awa", "moussa"}), ("doctors", {"fatou"}), ("everyone", {"awa", "moussa", "fatou", "aminata"})],
)
def test_an_announcement_is_told_to_its_role_alone(as_, cast, listening, audience, hears):
    browsers = {name: as_(name) for name in ("awa", "moussa", "fatou", "aminata", "ndeye")}
    sockets = {name: listening(browser) for name, browser in browsers.items()}
    announce(audience=audience, **NEWS, actor=cast.ousmane)
    told_to = {name for name, socket in sockets.items() if told(socket, "notification")}
    assert told_to == hears
    for name in told_to:
        assert list(rows(browsers[name]).values()) == ["unread"]
        assert "Les urgences restent ouvertes." in browsers[name].get("/notifications").text
    for name in browsers.keys() - told_to:
        assert not rows(browsers[name])


def test_who_registers_after_an_announcement_does_not_have_it(as_, cast, client):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    data = {"role": "patient", "name": "Mariama", "phone": "775556677", "birth_date": "1988-03-01"}
    client.post("/register", data=data | {"password": "baobab-lune-42"})
    assert not rows(client)
    assert len(rows(as_("awa"))) == 1


def test_the_admins_hear_of_an_account_to_verify_without_a_name(as_, cast, listening):
    ousmane = as_("ousmane")
    socket = listening(ousmane)
    register(role="doctor", name="Dr Omar Ly", email="omar@fadjma.example", password="baobab-lune-42")
    (frame,) = told(socket, "notification")
    assert (frame["title"], frame["notify"]) == ("Compte à vérifier", True)
    assert "Omar" not in frame["message"]
    assert ousmane.get(frame["url"]).status_code == 200


def test_every_admin_hears_quietly_what_another_decided(as_, cast, listening):
    socket = listening(as_("ousmane"))
    administer_account(cast.ndeye.id, AccountStatus.ACTIVE, actor=cast.ousmane)
    (frame,) = told(socket, "notification")
    assert frame["notify"] is False
    assert "Sow" not in frame["message"]


# Filtering


def test_the_filters_show_their_own(as_, cast, asked):
    decide_access_request(asked.id, Status.APPROVED, actor=cast.moussa)
    add_medical_record(cast.awa.id, kind="note", title="Repos", content="Une semaine", actor=cast.fatou)
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    moussa, awa = as_("moussa"), as_("awa")
    assert len(rows(moussa)) == 2
    assert len(rows(moussa, "?family=requests")) == 1
    assert len(rows(awa, "?family=records")) == 1
    assert len(rows(awa, "?family=prescriptions")) == 0
    act(awa, f"/notifications/{first(cast, 'awa').id}/read")
    assert len(rows(awa, "?unread=1")) == 1


def test_the_filters_say_how_many_are_unread(as_, cast, asked):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    moussa = as_("moussa")
    for path in ("/notifications", "/notifications/filters?family=requests"):
        fragment = "filters" in path
        answer = moussa.get(path, headers={"HX-Request": "true"} if fragment else {})
        shown = html.Page(answer.text, fragment=fragment).root
        (filters,) = [e for e in shown.iter() if e.get("id") == "notification_filters"]
        said = {html.said(link).split()[0]: html.said(link)[-1:] for link in filters.iter("a")}
        assert said == {"Tous": "s", "Non": "2", "Demandes": "1", "Ordonnances": "s", "Dossiers": "s"}
    here = [html.said(link) for link in filters.iter("a") if link.get("aria-current")]
    assert [word.split()[0] for word in here] == ["Demandes"]


def test_what_concerns_one_thing_stands_together_and_the_newest_word_leads(as_, cast, asked, listening):
    ibrahima = as_("ibrahima")
    socket = listening(ibrahima)
    decide_access_request(asked.id, Status.APPROVED, actor=cast.moussa)
    announce(audience="doctors", **NEWS, actor=cast.ousmane)
    decide_access_request(asked.id, Status.REVOKED, actor=cast.moussa)
    page = ibrahima.get("/notifications").text
    approved, revoked = told(socket, "access_request_status_changed")
    assert list(rows(ibrahima)) == [f"notification_{revoked['event_id']}", f"notification_{first(cast, 'ibrahima', 1).id}"]
    older = html.Page(page).root.find(".//li[@class='older']")
    assert [e.get("id") for e in older.iter("li") if e.get("id")] == [f"notification_{approved['event_id']}"]
    assert html.said(older.find(".//summary")).split() == ["Avant", "cela", "1"]
    for frame in (approved, revoked):
        assert [swap["html"] in page for swap in frame["swaps"] if swap["list"] == "notifications"] == [True]


def test_no_pharmacist_learns_of_which_ordonnance_an_offer_is(as_, cast, listening):
    cheikh = as_("cheikh")
    socket = listening(cheikh)
    line = Line(medication="Paracétamol", dosage="1 g", quantity=10)
    ordonnance = issue_prescription(cast.awa.id, lines=[line], actor=cast.fatou)
    (frame,) = told(socket, "new_prescription")
    assert frame["event_id"] in cheikh.get("/notifications").text
    assert str(ordonnance.id) not in json.dumps(frame) + cheikh.get("/notifications").text


@pytest.mark.parametrize("query", ["?family=x", "?after=x", "?unread=2", "?unread=&family=&after="])
def test_an_address_that_makes_no_sense_shows_the_whole_list(as_, cast, asked, query):
    assert len(rows(as_("moussa"), query)) == 1


def test_only_the_first_unfiltered_page_is_joined(as_, cast):
    for _ in range(21):
        announce(audience="patients", **NEWS, actor=cast.ousmane)
    awa = as_("awa")
    assert joins(awa, "")
    page = html.Page(awa.get("/notifications").text)
    older = next(e.get("href") for e in page.elements if e.get("rel") == "next").removeprefix("/notifications")
    assert len(rows(awa, older)) == 1
    assert not any(joins(awa, query) for query in (older, "?unread=1", "?family=records"))


# Reading


def test_opening_one_reads_it_and_goes_to_what_it_is_about(as_, cast, asked):
    moussa = as_("moussa")
    one = first(cast, "moussa")
    answer = act(moussa, f"/notifications/{one.id}/read", opened="1")
    assert answer.headers["HX-Redirect"] == f"/patient/access-requests/{asked.id}"
    assert rows(moussa) == {f"notification_{one.id}": "read"}
    assert unread(moussa) == 0


def test_a_things_page_reads_what_was_said_of_it(as_, cast, asked):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    moussa, address = as_("moussa"), f"/patient/access-requests/{asked.id}"
    assert f'hx-post="/notifications/about/{asked.id}/read" hx-trigger="load"' in moussa.get(address).text
    assert act(moussa, f"/notifications/about/{asked.id}/read").status_code == 204
    assert unread(moussa) == 1
    assert "/notifications/about/" not in moussa.get(address).text


def test_looking_reads_nothing(as_, cast, asked):
    moussa = as_("moussa")
    for path in ("/notifications", "/notifications?unread=1", f"/patient/access-requests/{asked.id}"):
        with nothing_written():
            assert moussa.get(path).status_code == 200
    with nothing_written():
        assert unread(moussa) == 1


def test_marking_one_read_answers_its_row_and_changes_it_on_the_other_tabs(app, as_, cast, asked, listening):
    phone, desk, awa = as_("moussa"), sign_in(app, "moussa"), as_("awa")
    ears, strangers = listening(desk), listening(awa)
    one = first(cast, "moussa")
    answer = act(phone, f"/notifications/{one.id}/read")
    assert "HX-Redirect" not in answer.headers
    assert answer.text in phone.get("/notifications").text
    (frame,) = told(ears, "notification_read")
    assert frame["data"]["notification_id"] == str(one.id)
    assert (frame["notify"], [swap["html"] for swap in frame["swaps"]]) == (False, [answer.text])
    assert unread(desk) == 0
    assert told(strangers) == []


def test_reading_all_answers_the_list_as_it_was_asked_for_and_says_so_to_the_other_tabs(app, as_, cast, asked, listening):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    phone, desk = as_("moussa"), sign_in(app, "moussa")
    ears = listening(desk)
    answer = act(phone, "/notifications/read-all?family=requests")
    page = html.Page(answer.text, fragment=True)
    assert [row.get("data-status") for row in page.root.iterfind(".//li[@id]")] == ["read"]
    (frame,) = told(ears, "notification_read")
    assert (frame["data"]["all"], frame["swaps"]) == (True, [])
    assert set(rows(desk).values()) == {"read"} and len(rows(desk)) == 2
    assert unread(desk) == 0


def test_the_badge_counts_in_every_page(as_, cast, asked):
    moussa = as_("moussa")
    assert html.Page(moussa.get("/patient/").text).root.find("head/title").text.startswith("(1) ")
    act(moussa, "/notifications/read-all")
    assert html.Page(moussa.get("/patient/").text).root.find("head/title").text.startswith("FADJMA")


def test_reading_all_offers_to_take_it_back_on_all_devices(app, as_, cast, asked, listening):
    phone, desk = as_("moussa"), sign_in(app, "moussa")
    ears = listening(desk)
    offer = json.loads(act(phone, "/notifications/read-all?unread=1").headers["HX-Trigger"])["undoable"]
    assert (offer["message"], offer["act"], offer["seconds"]) == ("Tout est marqué comme lu", "Annuler", 10)
    answer = act(desk, offer["url"])
    assert f"notification_{first(cast, 'moussa').id}" in answer.text and "HX-Trigger" not in answer.headers
    assert [unread(browser) for browser in (phone, desk)] == [1, 1]
    assert [frame["data"].get("undone") for frame in told(ears, "notification_read")] == [False, True]


def test_where_nothing_was_unread_nothing_is_offered(as_, cast):
    assert "HX-Trigger" not in act(as_("moussa"), "/notifications/read-all").headers


@pytest.mark.parametrize("name", ["awa", "ibrahima", "ousmane"])
def test_nobody_reads_the_notifications_of_others(as_, cast, asked, name):
    browser = as_(name)
    for id in (first(cast, "moussa").id, uuid4()):
        with nothing_written():
            assert act(browser, f"/notifications/{id}/read").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-TOKEN": ""}, {"X-CSRF-TOKEN": "x"}])
def test_reading_without_the_csrf_value_is_refused(as_, cast, asked, headers):
    moussa = as_("moussa")
    for path in (f"/notifications/{first(cast, 'moussa').id}/read", "/notifications/read-all"):
        with nothing_written():
            assert moussa.post(path, headers={"HX-Request": "true", **headers}).status_code == 401


def test_one_that_cannot_be_told_leaves_the_others_to_be_read(as_, cast, asked, app, monkeypatch):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    sound = app.jinja_env.get_template

    def poisoned(name, *args, **kwargs):
        if name == "messages/announcement_made.txt":
            raise RuntimeError("poison")
        return sound(name, *args, **kwargs)

    moussa = as_("moussa")
    monkeypatch.setattr(app.jinja_env, "get_template", poisoned)
    page = moussa.get("/notifications")
    assert page.status_code == 200
    assert "Demande d’accès à votre dossier" in page.text and "Fermeture samedi" not in page.text


# By socket


def test_a_client_reads_one_by_its_connection_and_the_other_devices_hear(app, as_, cast, asked, listening):
    phone, desk = listening(as_("moussa")), listening(sign_in(app, "moussa"))
    one = first(cast, "moussa")
    assert phone.emit("notification_read", {"id": str(one.id)}, callback=True) == {"ok": True}
    assert [frame["data"]["notification_id"] for frame in told(desk, "notification_read")] == [str(one.id)]
    assert first(cast, "moussa").read_at is not None


@pytest.mark.parametrize(
    "body", [None, {}, {"id": None}, {"id": 3}, {"id": "x"}, {"id": []}, "x", ["x"], {"id": str(uuid4())}]
)
def test_what_is_no_notification_of_ones_own_is_refused(as_, cast, asked, listening, body):
    socket = listening(as_("awa"))
    with nothing_written():
        assert socket.emit("notification_read", body, callback=True) == {"ok": False, "code": "not_found"}


def test_the_notification_of_somebody_else_is_refused(as_, cast, asked, listening):
    socket = listening(as_("awa"))
    body = {"id": str(first(cast, "moussa").id)}
    assert socket.emit("notification_read", body, callback=True) == {"ok": False, "code": "not_found"}
    assert not written("NotificationsRead")
