"""Characters that no keyboard makes and no database keeps are refused before anything is asked of them."""

from fadjma.models import AccessRequest
from tests.people import act


def test_an_address_with_them_is_not_understood(as_):
    assert as_("awa").get("/notifications", query_string={"family": "a\0b"}).status_code == 400


def test_a_form_with_them_writes_nothing(as_, cast):
    before = AccessRequest.query.count()
    path = f"/doctor/patients/{cast.moussa.id}/access-requests"
    assert act(as_("fatou"), path, reason="a\0b", level="read", days="7").status_code == 400
    assert AccessRequest.query.count() == before
    assert act(as_("fatou"), path, reason="Toux", level="read", days="7").status_code < 400
    assert AccessRequest.query.count() == before + 1
