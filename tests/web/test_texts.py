"""Texts that no database keeps are refused on every page, before anything is looked for with them."""

import pytest

from fadjma.models import Session
from tests.people import PASSWORD, act


@pytest.mark.parametrize("path", ["/login?next=%00", "/register?role=%00"])
def test_an_address_with_a_nul_in_it_is_400(client, path):
    assert client.get(path.partition("?")[0]).status_code == 200
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/verify/%00", "/%00?lang=en"])
def test_a_path_with_a_nul_in_it_leads_nowhere(client, path):
    assert client.get(path).status_code == 404  # and its page, a link to itself among others, is good html


def test_a_log_in_with_a_nul_in_it_is_400(client, cast):
    assert client.post("/login", data={"login": "awa\0@fadjma.example", "password": PASSWORD}).status_code == 400
    assert client.post("/login", data={"login": "awa@fadjma.example", "password": PASSWORD}).status_code == 302


def test_a_form_with_a_nul_in_it_is_400(as_, cast):
    browser, path = as_("fatou"), f"/doctor/patients/{cast.moussa.id}/access-requests"
    form = {"reason": "Toux", "level": "read", "days": "3"}
    assert act(browser, path, **form | {"reason": "a\0b"}).status_code == 400
    assert act(browser, path, **form | {"x\0": "y"}).status_code == 400
    assert act(browser, path, **form).status_code == 204


def test_a_device_is_named_by_what_can_be_shown(client, cast):
    form = {"login": "awa@fadjma.example", "password": PASSWORD}
    client.post("/login", data=form, environ_overrides={"HTTP_USER_AGENT": "Firefox\0\x1b 1"})
    assert Session.query.one().device == "Firefox 1"
