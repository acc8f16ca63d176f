"""Languages of connections: each is told in its own, a choice reaches them at once, what is read is read in all of them."""

import pytest

from fadjma.commands.access_requests import request_access
from fadjma.commands.languages import choose_language
from tests.people import act, told


def ask(cast):
    """Let Ibrahima ask Moussa for access."""
    return request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)


def card(frame, id):
    """Return the html of a thing in a frame."""
    return next(swap["html"] for swap in frame["swaps"] if swap["target"] == f"access_request_{id}")


def test_two_tabs_in_two_languages_one_reads_and_the_other_follows(as_, listening, cast):
    browser = as_("moussa")
    french, english = listening(browser, language="fr"), listening(browser, language="en")
    told(french), told(english)
    request = ask(cast)
    (said,), (other,) = told(french, "new_access_request"), told(english, "new_access_request")
    assert (said["title"], other["title"]) == ("Demande d’accès à votre dossier", "Request for access to your record")
    assert said["event_id"] == other["event_id"] and said["seq"] == other["seq"]
    assert card(said, request.id) and card(other, request.id)
    act(browser, f"/notifications/{said['event_id']}/read", opened="1")
    for tab in (french, english):
        (read,) = told(tab, "notification_read")
        assert read["data"]["notification_id"] == said["event_id"]
    assert ">0<" in browser.get("/notifications/count", headers={"HX-Request": "true"}).text


def test_a_choice_is_heard_by_every_connection_of_the_person_and_by_no_other(as_, listening, cast):
    here, elsewhere, ibrahima = listening(as_("moussa")), listening(as_("moussa")), listening(as_("ibrahima"))
    for ear in (here, elsewhere, ibrahima):
        told(ear)
    choose_language("en", actor=cast.moussa)
    assert [bool(told(ear, "resync")) for ear in (here, elsewhere, ibrahima)] == [True, True, False]
    ask(cast)
    for ear in (here, elsewhere):
        assert told(ear, "new_access_request")[0]["title"] == "Request for access to your record"
    assert told(ibrahima, "new_access_request")[0]["title"] == "Demande d’accès envoyée"


def test_a_connection_speaks_the_language_of_its_person_unless_it_asks_for_one_of_ours(as_, listening, cast):
    choose_language("en", actor=cast.moussa)
    browser = as_("moussa")
    ears = [listening(browser), listening(browser, language="fr"), listening(browser, language=["de"])]
    assert [told(ear, "connected")[0]["language"] for ear in ears] == ["en"] * 3
    ask(cast)
    titles = [told(ear, "new_access_request")[0]["title"] for ear in ears]
    assert titles == [
        "Request for access to your record",
        "Demande d’accès à votre dossier",
        "Request for access to your record",
    ]


@pytest.mark.parametrize("language", ["fr", "wo"])
def test_what_is_replayed_is_in_the_language_of_whoever_returns(as_, listening, cast, language):
    browser = as_("moussa")
    cursors = told(listening(browser), "connected")[0]["streams"]
    ask(cast)
    (said,) = told(listening(browser, language=language, cursors=cursors), "new_access_request")
    assert said["title"]
