"""What a person was told, and what they have read of it, over JSON."""

from uuid import uuid4

import pytest

from fadjma.commands.access_requests import request_access
from tests.people import told


@pytest.fixture
def asked(cast):
    """A request of Ibrahima's, of which Awa is notified."""
    return request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)


def test_what_one_was_told_is_listed(api, asked):
    (shown,) = api("awa")("GET /notifications").json["items"]
    assert (shown["type"], shown["read_at"]) == ("new_access_request", None)
    assert shown["title"] and shown["message"] and shown["url"].startswith("/")
    assert api("ibrahima")("GET /notifications").json["items"] == []


def test_one_is_read_on_every_device(api, asked, as_, listening):
    device = listening(as_("awa"))
    caller = api("awa")
    (shown,) = caller("GET /notifications?unread=1").json["items"]
    device.get_received()
    answer = caller(f"POST /notifications/{shown['id']}/read")
    assert answer.status_code == 200
    assert answer.json["read_at"].endswith("Z")
    assert len(told(device, "notification_read")) == 1
    assert caller("GET /notifications?unread=1").json["items"] == []
    assert len(caller("GET /notifications").json["items"]) == 1


def test_all_are_read(api, asked):
    caller = api("awa")
    answer = caller("POST /notifications/read-all")
    assert (answer.status_code, answer.json["unread"]) == (200, 0)
    assert caller("GET /notifications?unread=true").json["items"] == []


def test_that_all_are_read_is_taken_back_on_every_device(api, asked, as_, listening):
    device, caller = listening(as_("awa")), api("awa")
    undo = caller("POST /notifications/read-all").json["undo"]
    device.get_received()
    answer = caller(f"POST /notifications/read-all/{undo}/reversal")
    assert (answer.status_code, answer.json["unread"]) == (200, 1)
    assert caller(f"POST /notifications/read-all/{undo}/reversal").status_code == 404  # it is undone already
    frame = told(device, "notification_read")[0]
    assert (frame["data"]["all"], frame["data"]["undone"]) == (True, True)
    assert len(caller("GET /notifications?unread=1").json["items"]) == 1


def test_a_retried_call_names_what_the_first_one_read(api, asked):
    caller = api("awa")
    first, again = (caller("POST /notifications/read-all", key="k").json["undo"] for _ in range(2))
    assert first == again is not None


def test_the_notification_of_another_is_not_there(api, asked, unchanged):
    (shown,) = api("awa")("GET /notifications").json["items"]
    other = api("moussa")
    with unchanged():
        assert other(f"POST /notifications/{shown['id']}/read").status_code == 404
        assert other(f"POST /notifications/{uuid4()}/read").status_code == 404


def test_a_wrong_filter_is_422(api):
    assert set(api("awa")("GET /notifications?unread=maybe&after=1").json["errors"]) == {"unread", "after"}


def test_a_pending_account_may_read_what_it_was_told(api):
    assert api("ndeye")("GET /notifications").status_code == 200
    assert api("ndeye")("POST /notifications/read-all").status_code == 200
