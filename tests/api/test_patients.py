"""A doctor looks for a patient, over JSON."""

import pytest

from fadjma.commands.patients import AN_HOUR
from fadjma.models import AuditEntry


@pytest.mark.parametrize("q", ["Awa", "ndiaye", "P00000001", "77 000 00 01", "+221770000001"])
def test_by_name_number_or_phone(api, cast, q):
    (found,) = api("fatou")("GET /patients", q=q).json["items"]
    assert set(found) == {"id", "name", "birth_year", "access"}
    assert (found["id"], found["name"], found["birth_year"]) == (str(cast.awa.id), "Awa Ndiaye", 1990)
    assert (found["access"]["status"], found["access"]["level"]) == ("approved", "write")


def test_whoever_was_never_asked_has_no_access_state(api):
    assert [found["access"] for found in api("ibrahima")("GET /patients?q=Awa").json["items"]] == [None]


@pytest.mark.parametrize("q", ["Aw", "x", "--", "12345678901234567890", "x" * 121, None])
def test_too_little_is_422(api, q, unchanged):
    caller = api("fatou")
    with unchanged():
        assert set(caller("GET /patients", **({"q": q} if q else {})).json["errors"]) == {"q"}


def test_nobody_found_is_an_empty_list(api):
    assert api("fatou")("GET /patients?q=Bintou").json == {"items": [], "next": None}
    assert api("fatou")("GET /patients", q="100%").status_code == 422


def test_each_search_is_audited(api, cast):
    api("fatou")("GET /patients?q=Awa")
    assert AuditEntry.query.filter_by(act="PatientsSearched", actor_id=cast.fatou.id).count() == 1


def test_sixty_an_hour(api):
    caller = api("fatou")
    for _ in range(AN_HOUR):
        assert caller("GET /patients?q=Awa").status_code == 200
    answer = caller("GET /patients?q=Awa")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert api("ibrahima")("GET /patients?q=Awa").status_code == 200


@pytest.mark.parametrize("name", ["awa", "aminata", "ousmane", "ndeye"])
def test_only_verified_doctors_search(api, name, unchanged):
    caller = api(name)
    with unchanged():
        assert caller("GET /patients?q=Awa").status_code == 403
