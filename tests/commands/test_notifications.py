"""Acts on notifications: read marks and their fact, announcements and who is told of them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.notifications import (
    announce,
    read_all_notifications,
    read_notification,
    read_notifications_about,
    unread_notifications,
)
from fadjma.commands.prescriptions import issue_prescription
from fadjma.domain.access_requests import Status
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import ReadMark
from fadjma.models.types import utcnow
from fadjma.queries import announcements, notifications
from fadjma.queries.streams import user_stream
from tests.traces import everything, heard, newest, nothing_written

NEWS = {"title": "Fermeture samedi", "message": "Le laboratoire sera fermé."}
EVERYBODY = ("awa", "moussa", "fatou", "ibrahima", "aminata", "seynabou", "cheikh", "ousmane")


@pytest.fixture
def asked(cast):
    """A request of Ibrahima's to Moussa: one notification."""
    return request_access(cast.moussa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)


def unread(cast, name):
    """Return how many notifications somebody has not read."""
    return notifications.unread_count(getattr(cast, name))


def only(cast, name):
    """Return the one notification somebody has."""
    ((one,), _) = notifications.listed(getattr(cast, name))
    return one


# Reading


def test_a_fact_notifies_those_it_is_told_to_but_not_who_did_it(cast, asked):
    assert only(cast, "moussa").fact.subject_id == asked.id
    assert [unread(cast, name) for name in ("moussa", "ibrahima", "awa", "fatou", "ousmane")] == [1, 0, 0, 0, 0]


def test_reading_one_marks_it_and_tells_the_persons_own_devices(cast, asked):
    one = only(cast, "moussa")
    read_notification(one.id, actor=cast.moussa)
    assert only(cast, "moussa").read_at is not None
    assert unread(cast, "moussa") == 0
    fact, _ = newest("NotificationsRead")
    assert heard(fact) == {user_stream(cast.moussa.id): False}
    assert (fact.payload["notification_id"], fact.payload["all"]) == (str(one.id), False)


def test_reading_it_again_keeps_the_first_moment(cast, asked):
    one, then = only(cast, "moussa"), utcnow()
    for later in (0, 60):
        read_notification(one.id, actor=cast.moussa, now=then + timedelta(seconds=later))
    assert only(cast, "moussa").read_at == then


@pytest.mark.parametrize("name", ["awa", "ibrahima", "ousmane"])
def test_nobody_reads_what_was_not_told_to_them(cast, asked, name):
    one = only(cast, "moussa")
    for id in (one.id, uuid4()):
        with nothing_written(), pytest.raises(NotFound):
            read_notification(id, actor=getattr(cast, name))


def test_reading_all_marks_every_unread_one_and_no_later_one(cast, asked):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    read_all_notifications(actor=cast.moussa)
    assert unread(cast, "moussa") == 0 and unread(cast, "awa") == 1
    fact, _ = newest("NotificationsRead")
    assert (fact.payload["all"], heard(fact)) == (True, {user_stream(cast.moussa.id): False})
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    assert unread(cast, "moussa") == 1


def test_reading_all_twice_leaves_the_marks_alone(cast, asked):
    read_all_notifications(actor=cast.moussa)
    marks = everything()["read_marks"]
    read_all_notifications(actor=cast.moussa)
    assert everything()["read_marks"] == marks and len(marks) == 1


def test_two_devices_that_read_the_same_at_once_have_both_read_it(cast, asked, monkeypatch):
    id = only(cast, "moussa").id
    read_notification(id, actor=cast.moussa)
    first = only(cast, "moussa").read_at
    with monkeypatch.context() as before:
        before.setattr(notifications, "unread_ids", lambda _: [id])  # as the second saw it
        read_all_notifications(actor=cast.moussa)
    assert only(cast, "moussa").read_at == first


@pytest.fixture
def told_twice(cast, asked):
    """Ibrahima hears two words on his request, and one on nothing of his: newest first."""
    for status in (Status.APPROVED, Status.REVOKED):
        decide_access_request(asked.id, status, actor=cast.moussa)
    announce(audience="doctors", **NEWS, actor=cast.ousmane)
    return notifications.listed(cast.ibrahima)[0]


def still_unread(cast, name):
    """Return the ids of what somebody has not read."""
    return set(notifications.unread_ids(getattr(cast, name)))


def test_what_was_said_of_a_thing_before_is_read_with_its_newest_word_where_that_is_asked(cast, told_twice):
    news, revoked, approved = told_twice
    read_notification(approved.id, and_before=True, actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {news.id, revoked.id}
    read_all_notifications(actor=cast.ibrahima)
    unread_notifications(notifications.last_read_together(cast.ibrahima, utcnow()), actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {news.id, revoked.id}


def test_the_newest_word_read_takes_the_older_with_it_and_says_so(cast, told_twice):
    news, revoked, approved = told_twice
    read_notification(revoked.id, and_before=True, actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {news.id}
    fact, _ = newest("NotificationsRead")
    assert (fact.payload["notification_id"], fact.payload["about"]) == (str(revoked.id), str(approved.about))


def test_opening_a_things_page_reads_everything_about_it_and_nothing_else(cast, asked, told_twice):
    news, *_ = told_twice
    read_notifications_about(asked.id, actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {news.id}
    fact, _ = newest("NotificationsRead")
    assert (fact.payload["about"], heard(fact)) == (str(asked.id), {user_stream(cast.ibrahima.id): False})
    assert unread(cast, "moussa") == 1


# Taking it back


def test_exactly_what_was_unread_is_unread_again(cast, told_twice):
    news, revoked, approved = told_twice
    read_notification(approved.id, actor=cast.ibrahima)
    read_all_notifications(actor=cast.ibrahima)
    together = notifications.last_read_together(cast.ibrahima, utcnow())
    unread_notifications(together, actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {news.id, revoked.id}
    fact, _ = newest("NotificationsRead")
    assert (fact.payload["all"], fact.payload["undone"]) == (True, True)
    assert heard(fact) == {user_stream(cast.ibrahima.id): False}


def test_what_was_read_after_it_was_taken_back_stays_read(cast, told_twice):
    news, revoked, approved = told_twice
    read_all_notifications(actor=cast.ibrahima)
    together = notifications.last_read_together(cast.ibrahima, utcnow())
    unread_notifications(together, actor=cast.ibrahima)
    read_notification(news.id, actor=cast.ibrahima)
    with nothing_written(), pytest.raises(NotFound):
        unread_notifications(together, actor=cast.ibrahima)
    assert still_unread(cast, "ibrahima") == {revoked.id, approved.id}


def test_it_is_too_late_after_a_minute(cast, told_twice):
    then = utcnow()
    read_all_notifications(actor=cast.ibrahima, now=then)
    together = notifications.last_read_together(cast.ibrahima, then)
    late = then + timedelta(seconds=61)
    assert notifications.last_read_together(cast.ibrahima, late) is None
    with nothing_written(), pytest.raises(Conflict):
        unread_notifications(together, actor=cast.ibrahima, now=late)
    assert unread(cast, "ibrahima") == 0


@pytest.mark.parametrize("name", ["awa", "fatou"])
def test_nobody_takes_back_what_somebody_else_read(cast, told_twice, name):
    read_all_notifications(actor=cast.ibrahima)
    marks = everything()["read_marks"]
    together = notifications.last_read_together(cast.ibrahima, utcnow())
    with nothing_written(), pytest.raises(NotFound):
        unread_notifications(together, actor=getattr(cast, name))
    assert everything()["read_marks"] == marks


def test_a_mark_is_one_persons_alone(cast):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    read_notification(only(cast, "awa").id, actor=cast.awa)
    assert [unread(cast, name) for name in ("awa", "moussa")] == [0, 1]
    assert db.session.scalars(db.select(ReadMark.user_id)).all() == [cast.awa.id]


# Announcing


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("patients", {"awa", "moussa"}),
        ("doctors", {"fatou", "ibrahima"}),
        ("pharmacists", {"aminata", "seynabou", "cheikh"}),
        ("everyone", {*EVERYBODY} - {"ousmane"}),
    ],
)
def test_an_announcement_reaches_its_role_alone(cast, audience, told):
    made = announce(audience=audience, **NEWS, actor=cast.ousmane)
    assert {name for name in EVERYBODY if unread(cast, name)} == told
    fact, audited = newest("AnnouncementMade")
    assert fact.subject_id == made.id
    assert "laboratoire" not in f"{fact.payload}{audited.details}"
    for name in told:
        assert announcements.find(getattr(cast, name), made.id).title == NEWS["title"]
    for name in {*EVERYBODY} - told - {"ousmane"}:
        with pytest.raises(NotFound):
            announcements.find(getattr(cast, name), made.id)


def test_who_waits_for_verification_is_not_told(cast):
    announce(audience="everyone", **NEWS, actor=cast.ousmane)
    assert unread(cast, "ndeye") == 0


def test_who_registered_later_is_not_told(cast):
    then = utcnow()
    cast.moussa.created_at = then + timedelta(seconds=1)
    db.session.commit()
    announce(audience="patients", **NEWS, actor=cast.ousmane, now=then)
    assert [unread(cast, name) for name in ("awa", "moussa")] == [1, 0]
    with nothing_written(), pytest.raises(NotFound):
        read_notification(only(cast, "awa").id, actor=cast.moussa)


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata"])
def test_only_an_admin_announces(cast, name):
    with nothing_written(), pytest.raises(Forbidden):
        announce(audience="everyone", **NEWS, actor=getattr(cast, name))


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"title": " "}, {"title": "required"}),
        ({"title": "x" * 121}, {"title": "too_long"}),
        ({"message": ""}, {"message": "required"}),
        ({"message": "x" * 2001}, {"message": "too_long"}),
        ({"title": "", "message": ""}, {"title": "required", "message": "required"}),
    ],
)
def test_what_is_wrong_with_an_announcement_is_named_and_nothing_is_written(cast, given, wrong):
    with nothing_written(), pytest.raises(Invalid) as refused:
        announce(audience="everyone", **NEWS | given, actor=cast.ousmane)
    assert refused.value.errors == wrong


# Finding


def test_the_centre_lists_by_family_unread_and_page(cast, asked):
    for _ in range(25):
        announce(audience="patients", **NEWS, actor=cast.ousmane)
    rows, following = notifications.listed(cast.moussa)
    rest, end = notifications.listed(cast.moussa, after=following)
    assert (len(rows), len(rest), end) == (20, 6, None)
    assert [row.id for row in rows + rest] == sorted((row.id for row in rows + rest), reverse=True)
    assert [row.fact.subject_id for row in notifications.listed(cast.moussa, family="requests")[0]] == [asked.id]
    assert notifications.listed(cast.moussa, family="records") == ([], None)
    read_notification(rows[0].id, actor=cast.moussa)
    assert rows[0].id not in [row.id for row in notifications.listed(cast.moussa, unread=True)[0]]


def test_the_centre_groups_by_thing_and_the_newest_word_leads(cast, told_twice):
    news, revoked, approved = told_twice
    groups, following = notifications.grouped(cast.ibrahima)
    assert ([[row.id for row in rows] for rows in groups], following) == ([[news.id], [revoked.id, approved.id]], None)
    read_notification(revoked.id, actor=cast.ibrahima)
    groups, _ = notifications.grouped(cast.ibrahima, unread=True, family="requests")
    assert [[row.id for row in rows] for rows in groups] == [[approved.id]]


def test_a_page_of_the_centre_is_twenty_things_and_no_thing_is_on_two(cast, asked):
    for number in range(25):
        announce(audience="patients", title=f"Avis {number}", message="Samedi.", actor=cast.ousmane)
    decide_access_request(asked.id, Status.APPROVED, actor=cast.moussa)
    pages, after = [], None
    while not pages or after:
        groups, after = notifications.grouped(cast.moussa, after=after)
        pages.append([rows[0].about for rows in groups])
    assert [len(page) for page in pages] == [20, 6]
    assert len({about for page in pages for about in page}) == 26


def test_the_unread_are_counted_by_family(cast, asked):
    announce(audience="patients", **NEWS, actor=cast.ousmane)
    assert notifications.unread_counts(cast.moussa) == {None: 2, "requests": 1, "prescriptions": 0, "records": 0}


def test_an_offer_to_all_pharmacists_concerns_nothing_they_could_name(cast):
    line = Line(medication="Paracétamol", dosage="1 g", quantity=10)
    ordonnance = issue_prescription(cast.awa.id, lines=[line], actor=cast.fatou)
    offer = only(cast, "cheikh")
    assert offer.fact.subject_id == ordonnance.id and offer.about == offer.id
    ((rows,), _) = notifications.grouped(cast.cheikh)
    assert [row.about for row in rows] == [offer.id]
