"""The caller's own account."""

import pytest

from fadjma.commands.access_requests import request_access
from fadjma.queries.streams import streams_of


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata", "ousmane", "ndeye"])
def test_everyone_sees_themselves_and_their_streams(api, cast, name):
    shown = api(name)("GET /me").json
    person = getattr(cast, name)
    assert (shown["id"], shown["role"], shown["name"]) == (str(person.id), person.role, person.name)
    assert set(shown["streams"]) == set(streams_of(person))


def test_each_role_sees_what_is_theirs(api, cast):
    assert api("awa")("GET /me").json["patient_number"] == "P00000001"
    assert api("aminata")("GET /me").json["pharmacy"]["name"] == "Pharmacie du Plateau"
    shown = api("fatou")("GET /me").json
    assert shown["establishment"] == "Hôpital Principal"
    assert not {"patient_number", "birth_date", "pharmacy"} & set(shown)


def test_the_streams_say_where_they_stand(api, cast):
    caller, stream = api("moussa"), f"user_{cast.moussa.id}"
    assert caller("GET /me").json["streams"][stream] == 0
    request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    assert caller("GET /me").json["streams"][stream] == 1
