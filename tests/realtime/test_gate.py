"""The gate before Socket.IO: a poll that is asked twice lost its answer, so its session ends and the client returns."""

import json

import pytest

PATH = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def polling(app, as_):
    """Return poll(stamp) → the answer, for Awa who is connected by polling and knows it."""
    browser = as_("awa")
    sid = json.loads(browser.get(PATH).text[1:])["sid"]
    hello = "40" + json.dumps({"csrf": browser.get_cookie("csrf_access_token").value})
    address, origin = f"{PATH}&sid={sid}", {"Origin": "http://localhost"}
    assert browser.post(address, data=hello, headers=origin).status_code == 200
    return lambda stamp: browser.get(f"{address}&t={stamp}")


def test_a_poll_asked_again_ends_the_session(polling, app):
    assert "connected" in polling("first").text
    assert app.extensions["presence"].connections
    assert polling("first").status_code == 403
    assert not app.extensions["presence"].connections


def test_polls_of_their_own_go_on(polling, app):
    assert "connected" in polling("first").text
    app.extensions["pump"].endings.warn(*app.extensions["presence"].connections.values(), "expired", 60)
    assert "session_ending" in polling("second").text
